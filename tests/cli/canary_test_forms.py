"""The forms in which a secret could show, and a server that logs all it can. For the canary tests."""
import base64

TALKATIVE = {"log_statement": "all", "log_min_messages": "debug2", "log_min_error_statement": "debug5",
             "log_error_verbosity": "verbose", "log_duration": "on", "log_parameter_max_length": "-1",
             "log_parameter_max_length_on_error": "-1", "log_connections": "on"}


def forms(secret):
    """The texts in which a secret could show."""
    plain = secret.encode()
    # In base64 the neighbors of a text change its ends: what is between is the same in one of three places.
    found = {plain, plain.hex().encode(), plain.hex().upper().encode(), secret.encode("utf-16-le"),
             secret.encode("utf-16-be")}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):
            found.add(encode(b"\0" * shift + plain + b"\0\0")[4:-4 - (len(plain) + shift) % 3])
    return found
