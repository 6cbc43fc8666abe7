"""Who may do what, and the record of who did.

`rights` is the table of roles; `users` are the people; `sign_in` is how they get in, with the sessions they hold then,
their second factor, and the links and codes by which they come; `administration` is what is done to them, `audit` what
they did.
"""
