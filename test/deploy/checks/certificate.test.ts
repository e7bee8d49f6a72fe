import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { certificateProblems } from "../../../deploy/checks/certificate";

const given = (file: string) => join(__dirname, "certificates", file);
const VALID = given("valid.pem");
const KEY = given("key.pem");

const problems = (files: { certificate?: string; key?: string; caRoot?: string }) =>
  certificateProblems({ stack: "prod", domain: "shop.example.com", ...files });

/** A file that is there for one test. */
function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "berth-certificate-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "file.pem"), text);
  return join(folder, "file.pem");
}

const asPem = (key: KeyObject, encryption: object = {}) =>
  String(key.export({ type: "pkcs8", format: "pem", ...encryption }));

test("a certificate for the domain with its key is well, and so is none", () => {
  expect(problems({ certificate: VALID, key: KEY, caRoot: given("elsewhere.pem") })).toEqual([]);
  expect(problems({})).toEqual([]);
});

test.each([
  [
    "expired.pem",
    /^tls\.certificate: .*expired\.pem has expired on Jan {2}1 .*2021 GMT; renew it$/,
  ],
  ["future.pem", /^tls\.certificate: .*future\.pem is not valid before Jan {2}1 .*2125 GMT; wait,/],
  [
    "elsewhere.pem",
    /elsewhere\.pem is for DNS:\*\.example\.org, DNS:example\.org, not for the domain shop\.example\.com;/,
  ],
])("%s is told", (certificate, message) => {
  expect(problems({ certificate: given(certificate), key: KEY })).toEqual([
    expect.stringMatching(message),
  ]);
});

test("a key of another certificate is told", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const key = file(asPem(privateKey));
  expect(problems({ certificate: VALID, key })).toEqual([
    `tls.key: ${key} does not belong to the certificate ${VALID}; give the key that does`,
  ]);
});

test("a key that nobody could read without its passphrase is told", () => {
  const key = createPrivateKey(readFileSync(KEY));
  const locked = file(asPem(key, { cipher: "aes-256-cbc", passphrase: "secret" }));
  expect(problems({ certificate: VALID, key: locked })).toEqual([
    `tls.key: ${locked} is encrypted by a passphrase; accepted: a private key as PEM, not encrypted; set another file: pulumi config set --stack prod --path tls.key FILE`,
  ]);
});

test("files that hold something else, or are not there, are told all at once", () => {
  const text = file("hello");
  expect(problems({ certificate: text, key: VALID, caRoot: "/none.pem" })).toEqual([
    "tls.caRoot: /none.pem cannot be read (ENOENT); set another file: pulumi config set --stack prod --path tls.caRoot FILE",
    `tls.certificate: ${text} is no certificate; accepted: a certificate as PEM, not encrypted; set another file: pulumi config set --stack prod --path tls.certificate FILE`,
    `tls.key: ${VALID} is no private key; accepted: a private key as PEM, not encrypted; set another file: pulumi config set --stack prod --path tls.key FILE`,
  ]);
});
