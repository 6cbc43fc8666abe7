"""How people get in and out: by password and code, by a link, by the first run's code, by an OpenID provider."""

from accounts.sign_in.credentials import change_password as change_password
from accounts.sign_in.entering import NeedsCode as NeedsCode
from accounts.sign_in.entering import Outcome as Outcome
from accounts.sign_in.entering import Refused as Refused
from accounts.sign_in.entering import SignedIn as SignedIn
from accounts.sign_in.entering import Visit as Visit
from accounts.sign_in.entering import check_code as check_code
from accounts.sign_in.entering import sign_out as sign_out
from accounts.sign_in.entering import verify as verify
from accounts.sign_in.entering import verify_code as verify_code
from accounts.sign_in.sessions import Session as Session
from accounts.sign_in.sessions import look as look

__all__ = ["attempts", "credentials", "invitations", "second_factor", "sessions"]
