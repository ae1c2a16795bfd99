"""How templates are run: what Jinja does, in less time; a page writes hundreds of values and calls dozens of macros."""

from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.runtime import Context, Macro
from markupsafe import escape

try:
    from markupsafe._speedups import _escape_inner as escaped  # the compiled part of `escape`
except ImportError:
    escaped = escape


def written(value: Any) -> str:
    """A value as pages show it: markup as it is, of everything else the text, escaped.

    What Jinja uses makes `Markup` of each, only for all to be joined.
    """
    return escaped(value) if type(value) is str else escape(value)


class _Generator(CodeGenerator):
    """Has templates write values by `written`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja's own name
        self.writeline(f"from {__name__} import {written.__name__}")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"{written.__name__}(")


class _Context(Context):
    """Calls macros without asking first what they want to be given: they take what the template gives."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        """What a template calls, called."""
        if type(called) is not Macro:
            return super().call(called, *args, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*args, **named)


def _none(*_: object) -> list[str]:
    return []


class Quick(Extension):
    """All of it, for an environment."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.code_generator_class = _Generator
        environment.context_class = _Context
        environment.list_templates = _none  # type: ignore[assignment, method-assign]  # Pelican lists all for each generator, for its log alone
