"""How people get in and out: by password and code, by a link, by the first run's code, by an OpenID provider."""

from accounts.sign_in.credentials import change_password
from accounts.sign_in.entering import check_code, sign_out, verify, verify_code
from accounts.sign_in.moment import Moment
from accounts.sign_in.outcomes import NeedsCode, Outcome, Refused, SignedIn, Visit
from accounts.sign_in.sessions import Session, look

__all__ = [
    "Moment",
    "NeedsCode",
    "Outcome",
    "Refused",
    "Session",
    "SignedIn",
    "Visit",
    "attempts",
    "change_password",
    "check_code",
    "credentials",
    "first_run",
    "first_visit",
    "invitations",
    "look",
    "provider",
    "second_factor",
    "sessions",
    "sign_out",
    "verify",
    "verify_code",
]
