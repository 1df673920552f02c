#!/usr/bin/env bash
# Takes the approvals in the comments of a pull request (docs/review.md) to the base branch: by a
# commit, or by a pull request of their own where the base is protected. Run it at the top of a clone
# with the whole history; it checks out the base there.
#
# What it needs comes from the environment:
#   APPROVE_THREAD   the file that `ci/comment.py thread` wrote, outside of the clone
#   APPROVE_TOKEN    what may write to the repository; empty if git needs none
#   REVIEW_PROJECT   the project's folder (default: the top)
#   REVIEW_LANGUAGE  zh or en (default: zh)
#   GH_TOKEN         on GitHub: what `gh pr create` is called with
#
# Exit codes: 0 done, or nothing to do; else that of the program that failed.

set -euo pipefail

file=${APPROVE_THREAD:?}
token=${APPROVE_TOKEN:-}
project=${REVIEW_PROJECT:-.}
language=${REVIEW_LANGUAGE:-zh}
unset APPROVE_TOKEN

# Python must not take modules from the branch, and git must not ask for a password.
export PYTHONSAFEPATH=1 GIT_TERMINAL_PROMPT=0

say() { if [ "$language" = zh ]; then printf '%s\n' "$1"; else printf '%s\n' "$2"; fi; }

# The host, the number, the base and the head of the pull request, a line each.
facts=$(python3 -I -c '
import json, sys
data = json.load(open(sys.argv[1], encoding="utf-8"))
if "merge_request" in data:
    pull = data["merge_request"]
    print("gitlab", int(pull["iid"]), pull["target_branch"], pull["sha"], sep="\n")
else:
    pull = data["pull_request"]
    print("github", int(pull["number"]), pull["base"]["ref"], pull["head"]["sha"], sep="\n")
' "$file")
{ read -r host; read -r number; read -r base; read -r head; } <<<"$facts"
[[ $head =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]]
git check-ref-format "refs/heads/$base"
if [ "$host" = github ]; then pull=refs/pull/$number/head user=x-access-token
else pull=refs/merge-requests/$number/head user=oauth2; fi

# git COMMAND… with the token, which no command line shows, and without hooks of anyone.
git_with_token() {
    if [ -z "$token" ]; then git -c core.hooksPath=/dev/null "$@"; return; fi
    local header
    header="Authorization: Basic $(printf '%s:%s' "$user" "$token" | base64 | tr -d '\n')"
    GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraheader GIT_CONFIG_VALUE_0=$header \
        git -c core.hooksPath=/dev/null "$@"
}

git_with_token fetch --quiet --no-tags origin "+refs/heads/$base:refs/remotes/origin/$base" "$pull"
git -c core.hooksPath=/dev/null checkout --quiet --detach "refs/remotes/origin/$base"
# The review reads what a stranger wrote: it gets no token.
noted=$(env -u GH_TOKEN perf-report --ui-language "$language" --project "$project" review \
    --base "refs/remotes/origin/$base" --head "$head" --approve-from "$file")
if [ -z "$(git status --porcelain)" ]; then
    say '没有新的认可。' 'There is no new approval.'
    exit 0
fi
git add --all
git -c core.hooksPath=/dev/null -c user.name=perf-report -c user.email=perf-report@localhost commit \
    --quiet --message "Approve changes of #$number" --message "$noted"
if git_with_token push --quiet origin "HEAD:refs/heads/$base"; then
    say "认可已提交到 $base；请重新运行审核。" "The approvals are on $base; run the review again."
    exit 0
fi
branch=perf-report/approve-$number
say "$base 不能直接提交，改为另开合并请求。" "$base takes no commit, so it is proposed by $branch."
if [ "$host" = gitlab ]; then
    git_with_token push --quiet --force -o merge_request.create -o "merge_request.target=$base" \
        origin "HEAD:refs/heads/$branch"
    exit 0
fi
git_with_token push --quiet --force origin "HEAD:refs/heads/$branch"
gh pr create --base "$base" --head "$branch" --title "Approve changes of #$number" --body "$noted" ||
    gh pr view "$branch" >/dev/null
