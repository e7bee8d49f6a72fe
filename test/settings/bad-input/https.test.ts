import { describe } from "vitest";
import { itRejects } from "../bad-input";

const domain = "shop.example.com";
const set = "pulumi config set --stack dev";
const remove = "pulumi config rm --stack dev --path";

describe("a domain", () => {
  const accepted = "a host name in lower case, without a wildcard";
  itRejects([
    {
      title: "is no address",
      values: { mode: "prod", domain: "https://shop.example.com" },
      problems: [
        ["domain", '"https://shop.example.com"', accepted, `${set} domain shop.example.com`],
      ],
    },
    {
      title: "is no wildcard",
      values: { mode: "prod", domain: "*.example.com" },
      problems: [["domain", '"*.example.com"', accepted, `${set} domain shop.example.com`]],
    },
    {
      title: "is no IP address",
      values: { mode: "prod", domain: "192.0.2.1" },
      problems: [["domain", '"192.0.2.1"', accepted, `${set} domain shop.example.com`]],
    },
    {
      title: "is in lower case",
      values: { mode: "prod", domain: "Shop.Example.com" },
      problems: [["domain", '"Shop.Example.com"', accepted, `${set} domain shop.example.com`]],
    },
    {
      title: "is served by the edge of a rolling app",
      values: { mode: "prod", domain, rollout: "recreate" },
      problems: [
        [
          "rollout",
          '"recreate" with a domain',
          "rolling, since its edge is what speaks HTTPS",
          `${set} rollout rolling`,
        ],
      ],
    },
    {
      title: "has a port for HTTPS, and one of its own",
      values: { mode: "prod", domain, app: { port: 443 } },
      problems: [
        [
          "app.httpsPort",
          "nothing, which app.port takes",
          "a port of its own",
          `${set} --path app.httpsPort 0.0.0.0:444`,
        ],
      ],
    },
    {
      title: "is published",
      values: { mode: "prod", domain, app: { httpsPort: "none" } },
      problems: [
        [
          "app.httpsPort",
          '"none" with a domain',
          "a port: a domain is served over HTTPS",
          `${remove} app.httpsPort`,
        ],
      ],
    },
    {
      title: "that only a LAN knows gets no public certificate",
      values: { mode: "prod", domain: "shop.lan" },
      problems: [
        [
          "tls",
          'auto, the default of prod, with the domain "shop.lan"',
          "internal, or the tls.ca of your own: no public authority vouches for such a name",
          `${set} --path tls.issuer internal`,
        ],
      ],
    },
  ]);
});

describe("tls", () => {
  itRejects([
    {
      title: "has a domain",
      values: { mode: "prod", tls: "internal" },
      problems: [
        [
          "domain",
          "nothing, with tls",
          "the host name that a certificate is for",
          `${set} domain shop.example.com`,
        ],
      ],
    },
    {
      title: "has an issuer that there is",
      values: { mode: "prod", domain, tls: "letsencrypt" },
      problems: [["tls", '"letsencrypt"', "auto, internal, or an object", `${set} tls internal`]],
    },
    {
      title: "has a certificate and its key",
      values: { mode: "prod", domain, tls: { certificate: "./c.pem" } },
      problems: [
        [
          "tls.key",
          "nothing",
          "certificate and key together, or neither",
          `${set} --path tls.key ./key.pem`,
        ],
      ],
    },
    {
      title: "asks nobody for a certificate that is given",
      values: {
        mode: "prod",
        domain,
        tls: { issuer: "auto", email: "a@example.com", certificate: "./c.pem", key: "./k.pem" },
      },
      problems: [
        [
          "tls.issuer",
          '"auto" with tls.certificate',
          "nothing: that certificate is served",
          `${remove} tls.issuer`,
        ],
        [
          "tls.email",
          '"a@example.com" with tls.certificate',
          "nothing: that certificate is served",
          `${remove} tls.email`,
        ],
      ],
    },
    {
      title: "asks no authority where it is one itself",
      values: { mode: "prod", domain, tls: { issuer: "internal", ca: "https://ca.example.com/" } },
      problems: [
        [
          "tls.ca",
          '"https://ca.example.com/" with the issuer internal',
          "nothing: only auto asks an authority",
          `${remove} tls.ca`,
        ],
      ],
    },
    {
      title: "trusts Let's Encrypt already",
      values: { mode: "prod", domain, tls: { caRoot: "./root.pem" } },
      problems: [
        [
          "tls.caRoot",
          '"./root.pem" without tls.ca',
          "nothing: Let's Encrypt is trusted already",
          `${remove} tls.caRoot`,
        ],
      ],
    },
    {
      title: "asks an authority over HTTPS",
      values: { mode: "prod", domain, tls: { ca: "http://ca.example.com/" } },
      problems: [
        [
          "tls.ca",
          '"http://ca.example.com/"',
          "an https address",
          `${set} --path tls.ca https://acme.example.com/directory`,
        ],
      ],
    },
  ]);
});
