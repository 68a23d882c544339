"""The line `layers:` in the settings of a site."""

from typing import Any

import yaml

from toolkit_builder.yaml_source.reading import LOADER
from toolkit_builder.yaml_source.trees import Edit, edited

_PLUGIN = "toolkit-builder"


def with_layers(text: str, layers: str) -> str | None:
    """The text of `mkdocs.yml` with `layers: LAYERS` among the plugin's options; None where it does not name it."""
    plugins = _held(yaml.compose(text, Loader=LOADER), "plugins")
    found = _plugin(plugins[1]) if plugins else None
    if found is None:
        return None
    key, options = found
    line = f"layers: {layers}"
    if isinstance(options, yaml.MappingNode) and options.value:
        first = options.value[0][0].start_mark
        if options.flow_style:
            return edited(text, [Edit(first.index, first.index, f"{line}, ")])
        # Above the remarks on the first option.
        at = text.index("\n", key.end_mark.index)
        return edited(text, [Edit(at, at, f"\n{' ' * first.column}{line}")])
    indent = "\n" + " " * (key.start_mark.column + 2)
    if plugins and plugins[1].flow_style and options is None:
        return edited(text, [Edit(key.start_mark.index, key.end_mark.index, f"{{{_PLUGIN}: {{{line}}}}}")])
    if options is None:
        # The name alone: it becomes the key of its options.
        return edited(text, [Edit(key.end_mark.index, key.end_mark.index, f":{indent}{line}")])
    colon = text.index(":", key.end_mark.index) + 1
    return edited(text, [Edit(colon, max(colon, options.end_mark.index), f"{indent}{line}")])


def _plugin(plugins: Any) -> tuple[Any, Any] | None:
    """The node of the plugin's name, and that of its options; None for those of a name alone."""
    if isinstance(plugins, yaml.SequenceNode):
        for item in plugins.value:
            if isinstance(item, yaml.ScalarNode) and item.value == _PLUGIN:
                return item, None
            if found := _held(item, _PLUGIN):
                return found
    return _held(plugins, _PLUGIN)


def _held(node: Any, name: str) -> tuple[Any, Any] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == name), None)
    return None
