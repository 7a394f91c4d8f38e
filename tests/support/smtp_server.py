#!/usr/bin/python3
"""A real mail server for tests: smtp_server.py FILE [REFUSALS [ANSWER]]

Listens on a free port of 127.0.0.1, says so in the line that test programs wait for, and writes
each letter it takes into FILE as a line of JSON: from, to, headers, body. The first REFUSALS letters
are answered with ANSWER ("451 later" if not said) and not kept.
"""
import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP


class Keeper:
    def __init__(self, path, refusals, answer):
        self.path, self.refusals, self.answer = path, refusals, answer

    async def handle_DATA(self, server, session, envelope):
        if self.refusals > 0:
            self.refusals -= 1
            return self.answer
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        kept = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "names": [name for name, _ in letter.items()],
            "headers": {name.lower(): str(value) for name, value in letter.items()},
            "body": letter.get_content().replace("\r\n", "\n"),
        }
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(kept) + "\n")
        return "250 kept"


async def main():
    path = sys.argv[1]
    refusals = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    answer = sys.argv[3] if len(sys.argv) > 3 else "451 later"
    keeper = Keeper(path, refusals, answer)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, loop=loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(f"listening on http://127.0.0.1:{port}", flush=True)
    await server.serve_forever()


asyncio.run(main())
