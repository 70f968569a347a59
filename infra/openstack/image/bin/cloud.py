"""How the scripts beside this file reach the Keystone of their own container."""
import time

import requests
from keystoneauth1 import session as keystoneauth
from keystoneauth1.identity import v3
from keystoneclient.v3 import client

KEYSTONE = "http://127.0.0.1:5000/v3"
GLANCE = "http://127.0.0.1:9292"


def wait(url, seconds=60):
    """Returns when the URL answers with success."""
    end = time.monotonic() + seconds
    while True:
        try:
            requests.get(url, timeout=10).raise_for_status()
            return
        except requests.RequestException as problem:
            if time.monotonic() > end:
                raise SystemExit(f"{url} does not answer after {seconds} s: {problem}") from None
            time.sleep(0.1)


def session(user, project):
    password = v3.Password(
        auth_url=KEYSTONE,
        username=user,
        password=f"{user}-password",
        project_name=project,
        user_domain_id="default",
        project_domain_id="default",
    )
    return keystoneauth.Session(auth=password)


def admin():
    wait(KEYSTONE)
    return client.Client(session=session("admin", "admin"), interface="internal")
