"""Sends what no browser sends, each on a connection of its own, and asks after each whether the
server still serves. usage: absurd.py http://127.0.0.1:PORT"""
import random
import re
import socket
import sys
from urllib.parse import urlsplit

at = urlsplit(sys.argv[1])
HOST = b"Host: " + at.netloc.encode()
wrong = 0


def send(data, shut=False):
    """What came back; empty when the server hung up."""
    got = b""
    c = socket.create_connection((at.hostname, at.port), timeout=5)
    try:
        c.sendall(data)
        if shut:
            c.shutdown(socket.SHUT_WR)
        c.settimeout(2)
        while len(got) < 1 << 20:
            more = c.recv(65536)
            if not more:
                break
            got += more
    except (BrokenPipeError, ConnectionResetError, socket.timeout):
        pass
    finally:
        c.close()
    return got


def get(path, *headers, method=b"GET", body=b"", close=True):
    lines = [method + b" " + path + b" HTTP/1.1", *headers]
    if close:
        lines.append(b"Connection: close")
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def codes(answer):
    return [int(c) for c in re.findall(rb"(?m)^HTTP/1\.[01] (\d\d\d)", answer)]


def say(name, what):
    global wrong
    wrong += 1
    print(f"{name}: {what}")


def refused(name, data, also=(), shut=False):
    """Hung up on, or every answer is a refusal (or one of `also`); the server lives on."""
    answer = send(data, shut)
    for code in codes(answer):
        if not (400 <= code < 500 or code in (501, 505) or code in also):
            say(name, f"answered {code}")
    if b"Set-Cookie: sightline=" in answer and 200 not in also:
        say(name, "a session was given")
    alive = codes(send(get(b"/sign-in", HOST)))
    if alive != [200]:
        say(name, f"afterwards /sign-in answers {alive}")
    return answer


form = b"Content-Type: application/x-www-form-urlencoded"
refused("method of no kind", get(b"/", HOST, method=b"BREW"), (303,))
for method in (b"PUT", b"DELETE", b"PATCH", b"TRACE", b"OPTIONS", b"CONNECT", b"get", b"G\x00T", b"A" * 9000):
    answer = refused(f"method {method[:8]!r}", get(b"/", HOST, b"X-Secret: quokka", method=method))
    if b"quokka" in answer:
        say(f"method {method[:8]!r}", "what was sent is sent back")
refused("no host", get(b"/sign-in"))
refused("other host", get(b"/sign-in", b"Host: elsewhere.example"))
refused("two hosts", get(b"/sign-in", HOST, b"Host: elsewhere.example"))
refused("host with user", get(b"/sign-in", b"Host: a@" + at.netloc.encode()))
refused("host with a line", get(b"/sign-in", HOST + b"\rX: y"), (200,))  # the line ends there: our own host
refused("host with path", get(b"/sign-in", HOST + b"/x"))
refused("host name like ours", get(b"/sign-in", b"Host: localhost.elsewhere.example:%d" % at.port))
refused("whole address, another host", get(b"http://elsewhere.example/sign-in", b"Host: elsewhere.example"))
refused("HTTP/0.9", b"GET /sign-in\r\n\r\n", shut=True)
refused("HTTP/3.7", b"GET /sign-in HTTP/3.7\r\n" + HOST + b"\r\n\r\n", shut=True)
refused("no version", b"GET\r\n\r\n", shut=True)
refused("TLS hello", bytes([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]) + b"\x00" * 200, shut=True)
refused("huge address", get(b"/child/" + b"9" * 200000, HOST))
refused("huge query", get(b"/sign-in?" + b"a=b&" * 50000, HOST))
refused("huge header", get(b"/sign-in", HOST, b"Cookie: " + b"x" * 200000))
refused("many headers", get(b"/sign-in", HOST, *[b"X-%d: y" % i for i in range(5000)]))
refused("NUL in the address", get(b"/sign-in\x00/../child/1", HOST), (200,))  # the address ends there
refused("NUL in a header", get(b"/sign-in", HOST, b"Cookie: a\x00b"), (200,))
refused("encoded NUL", get(b"/sign-in%00", HOST))
for path in (b"/../../etc/passwd", b"/assets/..%2f..%2fetc%2fpasswd", b"/assets/%2e%2e/%2e%2e/x", b"//elsewhere.example/",
             b"/\\elsewhere.example", b"/child/1;/../..", b"/child/%31", b"/CHILD/1", b"/child/+1", b"/child/1%20",
             b"/child/1e3", b"/child/0x1", b"/child/-1", b"/child/1/..", b"/child/\xef\xbc\x91", b"/%63hild/1", b"*"):
    answer = refused(f"path {path!r}", get(path, HOST), (303,))
    if b"root:" in answer or re.search(rb"(?mi)^location:\s*(//|/\\|https?:)", answer):
        say(f"path {path!r}", "leads elsewhere")

# Bodies whose length is not one length.
both = get(b"/sign-in", HOST, form, b"Content-Length: 3", b"Transfer-Encoding: chunked", method=b"POST",
           body=b"0\r\n\r\nGET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n\r\n")
for name, data in (
    ("length twice", get(b"/sign-in", HOST, form, b"Content-Length: 3", b"Content-Length: 40", method=b"POST", body=b"a=b" + b"x" * 37)),
    ("length below nought", get(b"/sign-in", HOST, form, b"Content-Length: -1", method=b"POST", body=b"a=b")),
    ("length past all", get(b"/sign-in", HOST, form, b"Content-Length: 99999999999999999999", method=b"POST", body=b"a=b")),
    ("length in letters", get(b"/sign-in", HOST, form, b"Content-Length: three", method=b"POST", body=b"a=b")),
    ("length with a plus", get(b"/sign-in", HOST, form, b"Content-Length: +3", method=b"POST", body=b"a=b")),
    ("both kinds of length", both),
    ("chunk of no size", get(b"/sign-in", HOST, form, b"Transfer-Encoding: chunked", method=b"POST", body=b"zz\r\nabc\r\n0\r\n\r\n")),
    ("chunk past all", get(b"/sign-in", HOST, form, b"Transfer-Encoding: chunked", method=b"POST", body=b"fffffffffffffffff\r\nabc")),
    ("chunked and another", get(b"/sign-in", HOST, form, b"Transfer-Encoding: chunked, identity", method=b"POST", body=b"0\r\n\r\n")),
    ("a megabyte", get(b"/sign-in", HOST, form, b"Content-Length: 1048576", method=b"POST", body=b"a" * 1048576)),
    ("a body with a look", get(b"/child/1", HOST, b"Content-Length: 3", body=b"a=b")),
):
    answer = refused(name, data, (303,), shut=True)
    if b"smuggled" in answer or codes(answer).count(404) > 0:
        say(name, "a second request was read out of the first's body")
refused("expects", get(b"/sign-in", HOST, form, b"Expect: 100-continue", b"Content-Length: 3", method=b"POST", body=b"a=b"), (100,))
refused("expects more", get(b"/sign-in", HOST, form, b"Expect: tea", b"Content-Length: 3", method=b"POST", body=b"a=b"), (100,))

# Pipelined: each is answered for itself, and none of them is let in by another.
many = b"".join(get(b"/child/%d" % i, HOST, close=False) for i in range(20)) + get(b"/sign-in", HOST)
answer = send(many)
if any(c not in (303, 200, 429) for c in codes(answer)):
    say("pipelined", f"answered {sorted(set(codes(answer)))}")

# A proxy is believed only where one is configured; a cookie is one only under its own name.
for header in (b"X-Forwarded-For: 127.0.0.1", b"X-Forwarded-Proto: https", b"X-Forwarded-Host: elsewhere.example",
               b"Forwarded: for=127.0.0.1;proto=https;host=elsewhere.example", b"X-Real-IP: 127.0.0.1",
               b"X-Original-URL: /child/1", b"X-Rewrite-URL: /child/1", b"X-HTTP-Method-Override: POST",
               b"Authorization: Basic cm9vdDpyb290", b"Sightline-Token: x", b"Signature: sig=:AAAA:",
               b"Cookie: sightline=" + b"0" * 32, b"Cookie: " + b"sightline=x;" * 300):
    answer = send(get(b"/child/1", HOST, header))
    if any(c not in (303, 400, 403, 421, 431) for c in codes(answer)) or b"elsewhere.example" in answer:
        say(f"{header[:30]!r}", f"answered {codes(answer)}")

# Junk, the same each time.
r = random.Random(4)
for i in range(60):
    junk = bytes(r.randrange(256) for _ in range(r.randrange(1, 3000)))
    send(junk if i % 2 else get(b"/sign-in", HOST, form, b"Content-Length: %d" % len(junk), method=b"POST", body=junk), True)
# Half a request each, never ended, while others are served.
idle = [socket.create_connection((at.hostname, at.port), timeout=5) for _ in range(40)]
for c in idle:
    c.sendall(b"GET /sign-in HTTP/1.1\r\nX-Slow: ")
if codes(send(get(b"/sign-in", HOST))) != [200]:
    say("half requests", "nobody else was served")
for c in idle:
    c.close()
if codes(send(get(b"/sign-in", HOST))) != [200]:
    say("in the end", "the server does not serve")
sys.exit(1 if wrong else 0)
