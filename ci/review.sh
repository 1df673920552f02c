#!/usr/bin/env bash
# Reviews the specs that a branch changed, in a CI system. Run it at the top of the clone.
#
# What it needs comes from the environment, since names of branches are anyone's words:
#   REVIEW_BASE      the branch that the change is to be merged into, or the full name of a commit
#   REVIEW_HEAD      the commit under review (default: HEAD)
#   REVIEW_REMOTE    the remote, or its address, that has the base (default: origin)
#   REVIEW_PROJECT   the project's folder (default: the top)
#   REVIEW_FAIL_ON   error, weaker, unclear or never (default: fail_on of [review] in the settings of
#                    the base, else weaker)
#   REVIEW_LANGUAGE  zh or en (default: zh)
#   REVIEW_FILE      where the report goes, as Markdown (default: review.md)
#
# Exit codes are those of `perf-report review`: 0 nothing to object to; 1 errors, or changes at or
# above the level; 2 wrong usage; 3 something could not be compared.

set -euo pipefail

base=${REVIEW_BASE:-}
head=${REVIEW_HEAD:-HEAD}
remote=${REVIEW_REMOTE:-origin}
project=${REVIEW_PROJECT:-.}
fail_on=${REVIEW_FAIL_ON:-}
language=${REVIEW_LANGUAGE:-zh}
file=${REVIEW_FILE:-review.md}

# By it ci/comment.py finds the comment of an earlier run; the report begins with it, too.
marker='<!-- perf-report review -->'

# Python must not take modules from the branch, and git must not ask for a password.
export PYTHONSAFEPATH=1 GIT_TERMINAL_PROMPT=0

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# say CHINESE ENGLISH
say() { if [ "$language" = zh ]; then printf '%s' "$1"; else printf '%s' "$2"; fi; }

on_github() { [ "${GITHUB_ACTIONS:-}" = true ]; }

# error CHINESE ENGLISH: one line that cannot be overlooked.
error() {
    if on_github; then
        printf '::error::%s\n' "$(say "$1" "$2")"
    else
        printf '%s%s\n' "$(say '错误：' 'error: ')" "$(say "$1" "$2")" >&2
    fi
}

# Shows what git and perf-report said. The words may be those of the branch: GitHub is told to take
# none of them for a command.
show_log() {
    [ -s "$log" ] || return 0
    if on_github; then
        local token
        token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
        printf '::stop-commands::%s\n' "$token"
        cat "$log"
        printf '\n::%s::\n' "$token"
    else
        cat "$log" >&2
    fi
}

# A report for what could not even be begun: an earlier comment must not stay as if it were true.
write_failure() {
    {
        printf '%s\n## %s\n\n' "$marker" "$(say '变动情况' 'What changed')"
        printf '**%s**\n\n' "$(say '未能审核，原因如下。' 'It could not be reviewed. This is why:')"
        tr -d '\r' <"$log" | sed 's/^/    /'
    } >"$file"
}

# Ends the run with the code: the log, the report in the summary, and a line that says what it means.
finish() {
    show_log
    [ -s "$file" ] || write_failure
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$file" >>"$GITHUB_STEP_SUMMARY"; fi
    case $1 in
        0) ;;
        1) error '审核未通过：有错误，或有未经认可的变动；详见报告。' \
            'The review does not pass: there are errors, or changes that no one has approved; see the report.' ;;
        2) error '审核的用法有误；见上。' 'The review was called in a wrong way; see above.' ;;
        *) error '审核未能完成：有内容无法比较；见上。' \
            'The review is not complete: something could not be compared; see above.' ;;
    esac
    exit "$1"
}

# unable CHINESE ENGLISH
unable() {
    if [ -s "$log" ]; then echo >>"$log"; fi
    printf '%s\n' "$(say "$1" "$2")" >>"$log"
    finish 3
}

has_commit() { git rev-parse --verify --quiet --end-of-options "$1^{commit}" >/dev/null 2>>"$log"; }

is_shallow() { [ "$(git rev-parse --is-shallow-repository 2>>"$log")" = true ]; }

# fetch [--unshallow] -- REMOTE [REFSPEC]
fetch() {
    git -c core.hooksPath=/dev/null -c core.fsmonitor=false fetch --quiet --no-tags \
        --no-recurse-submodules --no-auto-maintenance "$@" 2>>"$log"
}

is_commit_name() { [[ $1 =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]]; }

# Sets `revision` to a name of the base that can be taken for nothing else, and sees that it is here.
find_base() {
    [ -n "$base" ] || unable '没有指明目标分支（REVIEW_BASE）。' \
        'The base branch is not named (REVIEW_BASE).'
    if is_commit_name "$base"; then
        revision=$base
        refspec=$base
    elif git check-ref-format "refs/heads/$base"; then
        revision=refs/remotes/$tracked/$base
        refspec=+refs/heads/$base:$revision
    else
        unable '目标分支的名称不合规则。' 'The name of the base branch is not one that a branch can have.'
    fi
    # What another repository has is asked for each time; a clone brings what its own remote has.
    if [ "$tracked" = origin ] && has_commit "$revision"; then return; fi
    fetch -- "$remote" "$refspec" || unable \
        '取不到目标分支。请在检出时取回完整历史（GitHub：fetch-depth: 0）。' \
        'The base branch cannot be fetched. Check out the whole history (GitHub: fetch-depth: 0).'
}

# The commit where the branch began is sought in the whole history: in a part of it, git may find
# another one, and changes would be missed.
complete_history() {
    if ! has_commit "$head"; then
        { is_commit_name "$head" && fetch -- origin "$head"; } || unable \
            '取不到要审核的提交。' 'The commit under review cannot be fetched.'
    fi
    is_shallow || return 0
    fetch --unshallow -- origin || unable \
        '取不到完整历史。请在检出时取回完整历史（GitHub：fetch-depth: 0）。' \
        'The history cannot be fetched. Check out all of it (GitHub: fetch-depth: 0).'
}

case $language in zh | en) ;; *) language=zh ;; esac
rm -f "$file"
tracked=origin
if [ "$remote" != origin ]; then tracked=target; fi
find_base
complete_history

format=text
if on_github; then format=github; fi
: >"$log"
code=0
perf-report --ui-language "$language" --project "$project" review --base "$revision" --head "$head" \
    ${fail_on:+--fail-on "$fail_on"} --format "markdown=$file" --format "$format" 2>"$log" || code=$?
finish "$code"
