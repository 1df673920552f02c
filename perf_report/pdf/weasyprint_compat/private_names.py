"""Every name that this package uses and that its library does not document.

A test renames each of them in turn: a run then ends in an error that names what is missing, or in
the same PDF made without a shortcut. Another reads the sources and fails for a name that is not
here, and for one that is used outside of this package.
"""

# By module of this package, as the module writes them.
PRIVATE_NAMES: dict[str, tuple[str, ...]] = {
    "boxes": (
        "_page_box", "MarginBox", "AbsolutePlaceholder", "_box", "element", "children", "text",
        "rowspan", "colspan", "link_annotation", "content_box_x", "content_box_y", "width",
        "height",
    ),
    "color_profile": ("sRGB2014.icc",),
    "font_subset": ("Font", "subset", "missing", "index", "file_content", "family"),
    "initial_styles": (
        "ComputedStyle", "AnonymousStyle", "__missing__", "cascaded", "parent_style",
        "PHYSICAL_FUNCTIONS", "INHERITED", "INITIAL_NOT_COMPUTED", "INITIAL_VALUES",
    ),
    "loading": ("find_library", "fontTools.subset", "fontTools.varLib.instancer"),
    "page_parser": (
        "base_url", "url_fetcher", "media_type", "wrapper_element", "etree_element",
    ),
    "painting": ("_tags", "mcid"),
    "pango_layout": (
        "ffi", "pango", "gobject", "gc", "new", "NULL", "font_map", "g_object_unref",
        "PANGO_WRAP_WORD_CHAR", "pango_attr_font_features_new", "pango_attr_list_insert",
        "pango_attr_list_new", "pango_attr_list_unref", "pango_context_set_language",
        "pango_context_set_round_glyph_positions", "pango_font_description_free",
        "pango_font_description_new", "pango_font_description_set_absolute_size",
        "pango_font_description_set_family", "pango_font_description_set_weight",
        "pango_font_map_create_context", "pango_language_from_string",
        "pango_layout_get_line_readonly", "pango_layout_new",
        "pango_layout_set_attributes", "pango_layout_set_font_description",
        "pango_layout_set_text", "pango_layout_set_width", "pango_layout_set_wrap",
        "pango_version",
    ),
    "stack_frames": ("co_stacksize",),
}  # fmt: skip
