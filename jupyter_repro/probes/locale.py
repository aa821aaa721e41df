"""The locale: what is asked of it or follows it, in a kernel whose locale is not pinned."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import noting

_ASKING = (
    "getlocale", "getdefaultlocale", "getpreferredencoding", "getencoding", "localeconv", "nl_langinfo", "setlocale",
    "format_string", "currency", "strcoll", "strxfrm",
)  # fmt: skip


class LocaleProbe:
    """Notes where the notebook asks for its locale, or takes the user's; nothing where that is pinned."""

    kind = "locale"
    remedy = "say the locale: locale.setlocale(locale.LC_ALL, 'C')"
    modules = ("locale",)
    through = frozenset({"locale"})
    asked_by_libraries = False
    only_unpinned = True

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `locale`."""
        words = {name: f"locale.{name}() is of the locale of this machine" for name in _ASKING}
        return noting(module, words, note)
