#!/bin/sh
# Opens this toolkit in the editor, in the browser of this computer. Double-click it.
# Where Linux shows it as a text instead: right-click it and choose "Run as a Program".

file=$(readlink -f -- "$0" 2>/dev/null) || file=$0
here=$(CDPATH= cd -- "$(dirname -- "$file")" && pwd) || exit 1

# Linux may start it without a window, in which nobody could read what it says, or end it.
if [ ! -t 1 ] && [ -z "$IN_A_WINDOW" ] && [ -n "$DISPLAY$WAYLAND_DISPLAY" ]; then
  export IN_A_WINDOW=1
  while read -r terminal option; do
    # The options are words of ours, and some terminals need none.
    # shellcheck disable=SC2086
    command -v "$terminal" >/dev/null && exec "$terminal" $option sh "$file" "$@" </dev/null
  done <<END
xdg-terminal-exec
x-terminal-emulator -e
ptyxis --
gnome-terminal --
konsole -e
xfce4-terminal -x
xterm -e
END
fi

wait_and_exit() {
  echo
  printf 'Press Enter to close this window. '
  read -r _
  exit "$1"
}

run() {
  "$@" && exit
  ended=$?
  echo
  echo "The editor stopped. The lines above say why."
  wait_and_exit "$ended"
}

if [ ! -f "$here/mkdocs.yml" ] && [ ! -f "$here/mkdocs.yaml" ]; then
  echo "This file opens the toolkit in whose folder it is, and here is none."
  echo "Put it back into your toolkit's folder, beside mkdocs.yml, and double-click it there."
  wait_and_exit 1
fi

# Python never looks for the program in the folder in which it happens to start (-P).
for python in "$here/.venv/bin/python" "$here/../.venv/bin/python" MADE_BY; do
  if [ -x "$python" ] && "$python" -P -c "import toolkit_builder" 2>/dev/null; then
    run "$python" -P -m toolkit_builder edit "$here" "$@"
  fi
done
for program in "$(command -v toolkit-builder)" "$HOME/.local/bin/toolkit-builder"; do
  [ -x "$program" ] && run "$program" edit "$here" "$@"
done
for python in "$(command -v python3)" "$(command -v python)"; do
  # A Mac that has no Python has this, which offers to get what programmers need.
  [ "$python" = /usr/bin/python3 ] && [ "$(uname)" = Darwin ] && continue
  if [ -x "$python" ] && "$python" -P -c "import toolkit_builder" 2>/dev/null; then
    run "$python" -P -m toolkit_builder edit "$here" "$@"
  fi
done

echo "This computer does not have toolkit-builder yet, the program that opens this toolkit."
echo "To get it, open a terminal: on a Mac, press Command and the space bar, type terminal, and press Enter."
echo "On Linux, press Ctrl, Alt and T. Then paste these two lines there, one by one, and press Enter after each:"
echo
echo "    curl -LsSf https://astral.sh/uv/install.sh | sh"
echo "    ~/.local/bin/uv tool install TOOLKIT-BUILDER.whl"
echo
echo "In place of TOOLKIT-BUILDER.whl, drag the file that you were given into the terminal. Its name ends with .whl."
echo "Then double-click this file again."
wait_and_exit 1
