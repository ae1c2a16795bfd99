"""What may be written in a header or a YAML file, declared once; pydantic reads by it where something has to be read."""

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Union, get_args, get_origin

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from pydantic import TypeAdapter

REQUIRED: Any = ...
"""The default of a field that must be written."""


class Told(Struct, frozen=True):
    """One field: what it is called, what to write, an example, and what it is when nobody writes it.

    Args:
        also: further accepted names. limits: what pydantic holds a value against (`pattern`, `min_length`, `gt` …).
        reference, table, picture, listed, in_text: see `told`.
        annotation: its type, and entry: the schema of what a `rows_of` field holds; `Schema` fills them in.
    """

    title: str
    about: str
    example: str = ""
    default: Any = REQUIRED
    also: tuple[str, ...] = ()
    reference: bool = False
    table: bool = False
    picture: bool = False
    listed: bool = False
    in_text: bool = False
    limits: Mapping[str, Any] = {}
    annotation: Any = None
    entry: "type[Schema] | None" = None

    @property
    def required(self) -> bool:
        """Whether it must be written."""
        return self.default is REQUIRED


def told(
    title: str,
    about: str,
    example: str = "",
    *,
    default: Any = REQUIRED,
    also: tuple[str, ...] = (),
    reference: bool = False,
    table: bool = False,
    picture: bool = False,
    listed: bool = False,
    in_text: bool = False,
    **limits: Any,
) -> Any:
    """A field of a schema with its Chinese label, its help line, an example and further accepted names.

    Args:
        reference: holds links; the network turns each into the path of the item it leads to, the address of a file
            or an outside URL, or an empty text if it leads nowhere.
        table: holds the name of a CSV file, published like an attachment; the network turns it into the file's path,
            under which `Network.tables` has its rows.
        picture: holds names of pictures; the network turns each into its `address`, `width` and `height`, or None.
        listed: other sites' lists and pages see it too.
        in_text: is not written in the header; the Kind takes it from the text.
        limits: what pydantic's `Field` takes to hold a value against: `pattern`, `min_length`, `gt`, `ge`, `le`.
    """
    return Told(title, about, example, default, also, reference, table, picture, listed, in_text, limits)


class Unfit(ValueError):
    """A value is not what its field takes; `what` names the fault (`reading.expected` tells it to writers)."""

    def __init__(self, what: str, **context: str) -> None:
        super().__init__(what)
        self.what = what
        self.context = context


class Before(Struct, frozen=True):
    """Part of a type: turns what was written into what the type holds; raises `Unfit`."""

    read: Callable[[Any], Any]


class After(Struct, frozen=True):
    """Part of a type: looks at the value that was made; raises `Unfit` or ValueError."""

    read: Callable[[Any], Any]


class Schema:
    """Fields with a label, each `name: Type = told(...)`; unknown ones are refused.

    Of those that are required each must hold something: one that is left blank counts as missing.
    """

    fields: ClassVar[Mapping[str, Told]] = {}
    """The fields by name, those of the classes above first."""

    def __init_subclass__(cls) -> None:
        own = {
            name: replace(vars(cls)[name], annotation=kind, entry=next(iter(schemas_in(kind)), None))
            for name, kind in cls.__annotations__.items()
            if name in vars(cls)
        }
        cls.fields = {**cls.fields, **own}


def defaults_of(schema: type[Schema]) -> dict[str, Any]:
    """What each field is that need not be written, as plain JSON values."""
    made = {name: one.default for name, one in schema.fields.items() if not one.required}
    return {name: list(default) if isinstance(default, tuple) else default for name, default in made.items()}


def schemas_in(annotation: Any) -> list[type[Schema]]:
    """The schemas that a type holds, itself included."""
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        return [annotation]
    return [found for part in get_args(annotation) for found in schemas_in(part)]


_PLAIN = (str, bool, tuple[str, ...])
"""What a `Before` leaves nothing to be told of."""


def everyday(schema: type[Schema], values: Mapping[str, Any]) -> dict[str, Any] | None:
    """What `checked` makes of values if they are right and of plain types; None if that has to be found out by pydantic."""
    if any(one.required and not values.get(name) for name, one in schema.fields.items()):
        return None
    made = {name: _plainly(schema.fields[name], values[name]) for name in schema.fields if name in values}
    if len(made) < len(values) or None in made.values():
        return None
    defaults = _defaults(schema)  # type: ignore[arg-type]  # mypy takes a class for its objects
    return {name: made.get(name, default) for name, default in defaults.items()}


@cache
def _defaults(schema: Any) -> Mapping[str, Any]:
    """The defaults of all fields in order; that of a required one is never used."""
    return dict.fromkeys(schema.fields) | defaults_of(schema)


def _plainly(one: Told, value: Any) -> Any:
    """A value as a field holds it, or None if more than its `Before` must look at it, or something is wrong."""
    match get_args(one.annotation):
        case (kind, Before(read)) if kind in _PLAIN and not one.limits:
            try:
                made = read(value)
            except Unfit:
                return None
            return list(made) if isinstance(made, tuple) else made
    return None


def checked(annotation: Any, values: Any) -> Any:
    """Values as a schema, or another type made of schemas, takes them: plain JSON values.

    Raises:
        pydantic.ValidationError: some are wrong.
    """
    adapter = _adapter(annotation)
    return adapter.dump_python(adapter.validate_python(values), mode="json")


@cache
def _adapter(annotation: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter  # only processes that read something new need it

    return TypeAdapter(_understood(annotation))


def _understood(annotation: Any) -> Any:
    """A type as pydantic understands it."""
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        return _model(annotation)  # type: ignore[arg-type]  # mypy takes a class for its objects
    if isinstance(annotation, Before):
        return _before(annotation)
    if isinstance(annotation, After):
        return _after(annotation)
    origin, parts = get_origin(annotation), tuple(_understood(part) for part in _parts(annotation))
    if not parts:
        return annotation
    return (Union if origin is UnionType else origin)[parts]


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The types inside a type, and what is annotated to it."""
    return () if get_origin(annotation) is Literal else get_args(annotation)


@cache
def _model(schema: Any) -> Any:
    from pydantic import ConfigDict, Field, create_model, model_validator

    required = {name for name, one in schema.fields.items() if one.required}

    def written(values: Any) -> Any:
        return {name: value for name, value in dict(values).items() if value != "" or name not in required}

    made: dict[str, Any] = {}
    for name, one in schema.fields.items():
        inner = isinstance(one.default, type) and issubclass(one.default, Schema)
        given = {"default_factory": _model(one.default)} if inner else {"default": one.default}
        made[name] = (_understood(one.annotation), Field(**given, **one.limits))
    config = ConfigDict(extra="forbid", frozen=True)
    validators: Any = {"written": model_validator(mode="before")(written)}
    return create_model(schema.__name__, __config__=config, __validators__=validators, **made)


def _before(part: Before) -> Any:
    from pydantic import BeforeValidator
    from pydantic_core import PydanticCustomError

    def read(value: Any) -> Any:
        try:
            return part.read(value)
        except Unfit as fault:
            raise PydanticCustomError(fault.what, fault.what, fault.context) from None

    return BeforeValidator(read)


def _after(part: After) -> Any:
    from pydantic import AfterValidator

    return AfterValidator(part.read)
