"""Users as `python -m accounts list` shows them."""

from accounts.users import User


def places(user: User) -> str:
    """Which countries they see."""
    return "all countries" if user.countries is None else ", ".join(user.countries)


def as_row(user: User) -> tuple[object, ...]:
    """A row of the table of users."""
    disabled = None if user.disabled_at is None else f"{user.disabled_at:%Y-%m-%d}"
    since = f"{user.created_at:%Y-%m-%d}"
    return user.email, user.name, user.role, places(user), user.has_second_factor, since, disabled


def as_plain(user: User) -> dict[str, object]:
    """The same for programs."""
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "countries": None if user.countries is None else list(user.countries),
        "has_password": user.has_password,
        "has_second_factor": user.has_second_factor,
        "created_at": user.created_at.isoformat(),
        "disabled_at": None if user.disabled_at is None else user.disabled_at.isoformat(),
    }
