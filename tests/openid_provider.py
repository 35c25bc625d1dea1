"""An OpenID provider that behaves as ProConnect, made of Authlib: a process of its own, on a port of its own.

Code flow, discovery, RS256 keys, signed user info, end of session. It refuses any parameter that ProConnect
does not know, and states and nonces that are short. `/told` says who logs in, and what it answers wrongly.

    python -m tests.openid_provider PORT CLIENT SECRET
"""

import hmac
import json
import sys
import time
from base64 import urlsafe_b64encode

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfoEndpoint
from authlib.oidc.rpinitiated import EndSessionEndpoint
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

KNOWN = {"response_type", "client_id", "redirect_uri", "scope", "claims", "state", "nonce", "prompt"}
KEYS = KeySet([RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"})])
STRANGE = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"})
ID_CLAIMS = ("sub", "acr", "amr")

app = Flask(__name__)
codes, tokens, ended, known = {}, {}, [], {"person": {}, "lies": {}, "site": ""}


class Client(ClientMixin):
    """The portal, and the only one."""

    client_metadata = {"userinfo_signed_response_alg": "RS256"}

    @property
    def client_id(self):
        return app.config["CLIENT"]

    def get_client_id(self):
        return self.client_id

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == f"{known['site']}/compte/proconnect/retour/"

    def check_client_secret(self, client_secret):
        return client_secret == app.config["SECRET"]

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_post"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class Code(AuthorizationCodeMixin):
    def __init__(self, code, asked):
        self.code, self.asked = code, asked
        self.code_challenge = asked.get("code_challenge")
        self.code_challenge_method = asked.get("code_challenge_method")

    def get_redirect_uri(self):
        return self.asked["redirect_uri"]

    def get_scope(self):
        return self.asked["scope"]


class Token(TokenMixin):
    def __init__(self, person, scope):
        self.person, self.scope = person, scope

    def get_client(self):
        return Client()

    def get_user(self):
        return self.person

    def get_scope(self):
        return self.scope

    def is_expired(self):
        return False

    def is_revoked(self):
        return False


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post"]

    def save_authorization_code(self, code, request):
        codes[code] = Code(code, request.payload.data)

    def query_authorization_code(self, code, client):
        return codes.get(code)

    def delete_authorization_code(self, authorization_code):
        del codes[authorization_code.code]

    def authenticate_user(self, authorization_code):
        return known["person"]


def signed(claims):
    """The token of these claims, as honest as the test lets it be."""
    algorithm = known["lies"].get("algorithm", "RS256")
    header = {"alg": algorithm, "kid": "ours"}
    if algorithm == "none":
        return jwt.encode(header, claims, OctKey.import_key("unused"), ["none"])
    if algorithm == "HS256":
        return signed_with_what_everybody_knows(header, claims)
    return jwt.encode(header, claims, STRANGE if known["lies"].get("stranger") else KEYS.keys[0])


def signed_with_what_everybody_knows(header, claims):
    """By hand, since no library does it: the public key, as the secret of a HMAC."""
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    mac = hmac.digest(KEYS.keys[0].as_pem(private=False), b".".join(parts), "sha256")
    return b".".join([*parts, urlsafe_b64encode(mac).rstrip(b"=")]).decode()


def told(claims, lies):
    return {name: value for name, value in (claims | lies).items() if value is not None}


class IdToken(OpenIDCode):
    def exists_nonce(self, nonce, request):
        return False

    def encode_id_token(self, token, request):
        now = int(time.time())
        claims = {"iss": issuer(), "aud": app.config["CLIENT"], "iat": now, "exp": now + 60}
        claims["nonce"] = request.authorization_code.asked["nonce"]
        claims |= {name: request.user[name] for name in ID_CLAIMS if name in request.user}
        return signed(told(claims, known["lies"].get("id_token", {})))


class UserInfo(UserInfoEndpoint):
    def __call__(self, request):
        if known["lies"].get("plain"):
            return 200, known["person"], [("Content-Type", "application/json")]
        self.resource_protector.acquire_token("openid")
        claims = {"iss": issuer(), "aud": app.config["CLIENT"]} | known["person"]
        body = signed(told(claims, known["lies"].get("userinfo", {})))
        return 200, body, [("Content-Type", "application/jwt; charset=utf-8")]


class EndSession(EndSessionEndpoint):
    def get_server_jwks(self):
        return KEYS

    def _is_valid_post_logout_redirect_uri(self, client, post_logout_redirect_uri):
        return post_logout_redirect_uri == f"{known['site']}/compte/proconnect/deconnecte/"

    def end_session(self, end_session_request):
        ended.append(end_session_request.id_token_claims["sub"])


class Bearer(BearerTokenValidator):
    def authenticate_token(self, token_string):
        return tokens.get(token_string)


def save_token(token, request):
    tokens[token["access_token"]] = Token(request.user, token["scope"])


def query_client(client_id):
    return Client() if client_id == app.config["CLIENT"] else None


server = AuthorizationServer(app, query_client=query_client, save_token=save_token)
server.register_grant(CodeGrant, [IdToken(require_nonce=True), CodeChallenge(required=False)])
protector = ResourceProtector()
protector.register_token_validator(Bearer())
server.register_endpoint(UserInfo(resource_protector=protector))
server.register_endpoint(EndSession)


def issuer():
    return f"http://127.0.0.1:{app.config['PORT']}/api/v2"


@app.before_request
def go_down():
    """As a server that answers badly, where it was told to."""
    answer = known["lies"].get("broken", {}).get(request.path.rpartition("/")[2])
    if answer:
        return Response(answer["body"], status=answer["status"], content_type="application/json")


@app.get("/api/v2/.well-known/openid-configuration")
def configuration():
    paths = {
        "authorization": "authorize",
        "token": "token",
        "userinfo": "userinfo",
        "end_session": "session/end",
    }
    answer = {f"{name}_endpoint": f"{issuer()}/{path}" for name, path in paths.items()}
    answer |= {"issuer": issuer(), "jwks_uri": f"{issuer()}/jwks"}
    return jsonify(told(answer, known["lies"].get("configuration", {})))


@app.get("/api/v2/jwks")
def jwks():
    return jsonify(KEYS.as_dict(private=False))


@app.get("/api/v2/authorize")
def authorize():
    """No page asks anything: the person is known, and agrees unless the test says otherwise."""
    allowed = KNOWN | ({"code_challenge", "code_challenge_method"} if known.get("pkce") else set())
    if (
        set(request.args) - allowed
        or min(len(request.args.get(name, "")) for name in ("state", "nonce")) < 32
    ):
        return "Y000400", 400
    if error := known["lies"].get("error"):
        return redirect(f"{request.args['redirect_uri']}?error={error}&state={request.args['state']}")
    grant = server.get_consent_grant(end_user=known["person"])
    return server.create_authorization_response(grant=grant, grant_user=known["person"])


@app.post("/api/v2/token")
def token():
    return server.create_token_response()


@app.get("/api/v2/userinfo")
def userinfo():
    return server.create_endpoint_response("userinfo")


@app.get("/api/v2/session/end")
def end_session():
    return server.create_endpoint_response("end_session")


@app.put("/told")
def tell():
    """What the test says: the person who logs in, the lies, the address of the site."""
    known.update(request.get_json())
    return known


@app.get("/ended")
def sessions_ended():
    return jsonify(ended)


if __name__ == "__main__":
    app.config |= {"PORT": int(sys.argv[1]), "CLIENT": sys.argv[2], "SECRET": sys.argv[3]}
    app.run("127.0.0.1", app.config["PORT"])
