import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AcmeAuthority, startAcmeAuthority } from "../support/acme";
import { docker, execIn, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { get, request } from "../support/http";
import { inLongRun } from "../support/long-run";
import { Project, succeeded } from "../support/project";
import { getOverTls } from "../support/tls";

/** What the app itself believes of a request. */
const SEEN = `import json
        seen = [request.scheme, request.host, request.remote_addr]
        return Response(json.dumps(seen), mimetype="text/plain")`;

describe.each(RUNS)("HTTPS under $title", ({ engines, index }) => {
  const project = new Project(`e2e-https-${index}`, engines);
  const network = `${project.name}-prod`;
  const edge = `${project.name}-prod-edge`;
  // A container's name is a host name in its network, which is where the authority looks.
  const domain = edge;
  const port = 21440 + 10 * index;
  const httpsPort = port + 1;
  const url = `https://${domain}:${httpsPort}`;
  const authorityName = `${project.name}-authority`;
  let authority: AcmeAuthority | undefined;

  const settings = (tls: unknown) => ({
    mode: "prod",
    app: { name: "widgets", port, httpsPort },
    database: "none",
    edge: { drain: 1 },
    domain,
    tls,
  });
  const upWith = async (tls: unknown) => {
    project.configure("prod", settings(tls));
    return project.mustUp("prod");
  };
  const ask = (ca: string, more: object = {}) =>
    getOverTls({ port: httpsPort, domain, ca, ...more });
  const inEdge = (file: string) => execIn(edge, "cat", file);
  const edgeId = async () => (await docker.getContainer(edge).inspect()).Id;
  const staysAsItIs = async () => {
    const { code, output } = await project.preview("prod", "--refresh", "--expect-no-changes");
    expect(code, output).toBe(0);
  };
  /** Authority, certificate and key, as PEM. */
  type Pair = Record<"ca" | "certificate" | "key", string>;
  const pairs: Pair[] = [];
  const keep = async (ca: string, folder: string) => {
    const file = `/data/certificates/${folder}/${domain}/${domain}`;
    const [certificate, key] = [await inEdge(`${file}.crt`), await inEdge(`${file}.key`)];
    pairs.push({ ca, certificate, key });
  };
  const serve = ({ certificate, key }: Pair) => {
    writeFileSync(project.path("certificate.pem"), certificate);
    writeFileSync(project.path("key.pem"), key);
    return upWith({ certificate: "certificate.pem", key: "key.pem" });
  };

  beforeAll(async () => {
    project.edit(
      "app/widgets/routes.py",
      'return Response("Hello from widgets!", mimetype="text/plain")',
      SEEN,
    );
    await project.stack("prod", settings("internal"));
  });
  afterAll(async () => {
    await authority?.remove();
    await project.remove();
  });

  test("an authority of the edge's own", async () => {
    await project.mustUp("prod");
    expect((await project.outputs("prod")).url).toBe(url);
    const ca = await inEdge("/data/pki/authorities/local/root.crt");
    expect(await ask(ca)).toMatchObject({
      status: 200,
      issuer: expect.stringMatching(/^Caddy Local/),
    });
    await staysAsItIs();
    await keep(ca, "local");
  });

  test("HTTP is sent to HTTPS, whatever name it was asked by", async () => {
    const answer = await request(`http://localhost:${port}/widgets?page=2`);
    expect(answer.status).toBe(308);
    expect(answer.headers.get("location")).toBe(`${url}/widgets?page=2`);
  });

  test("an authority that speaks ACME; Flask sees scheme, host and address as they are", async () => {
    authority = await startAcmeAuthority(authorityName, network);
    writeFileSync(project.path("root.pem"), authority.root);
    const acme = { issuer: "auto", email: "ops@example.com", ca: authority.directory };
    await upWith({ ...acme, caRoot: "root.pem" });
    const forged = {
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-proto": "http",
      "x-forwarded-host": "evil.example.com",
    };
    const answer = await ask(authority.root, { headers: forged });
    expect(answer).toMatchObject({ status: 200, issuer: authorityName });
    expect(JSON.parse(answer.body).slice(0, 2)).toEqual(["https", `${domain}:${httpsPort}`]);
    // From another container, whose address nothing on the way translates.
    const wget = [
      "wget",
      "-qO-",
      "--no-check-certificate",
      "--header=X-Forwarded-For: 203.0.113.9",
    ];
    const seen = await execIn(authorityName, ...wget, `https://${domain}/`);
    expect(JSON.parse(seen)).toEqual(["https", domain, authority.address]);
    await staysAsItIs();
    const host = new URL(authority.directory).host;
    await keep(authority.root, `${host}-acme-local-directory`);
  });

  test("a new version leaves the edge and its certificate alone", async () => {
    const { root } = authority as AcmeAuthority;
    const before = [await edgeId(), (await ask(root)).fingerprint];
    project.edit("app/widgets/routes.py", "seen = [", "seen = [2, ");
    await project.mustUp("prod");
    const answer = await ask(root);
    expect(JSON.parse(answer.body)[0]).toBe(2);
    expect([await edgeId(), answer.fingerprint]).toEqual(before);
  });

  test.each(inLongRun("an authority that nobody reaches is told, with the edge's own words"))(
    "%s",
    async () => {
      const gone = { issuer: "auto", ca: "https://nowhere.invalid/directory" };
      project.configure("prod", settings(gone));
      const { code, output } = await project.up("prod");
      expect(code).not.toBe(0);
      expect(output).toContain(`container ${edge} is unhealthy`);
      expect(output).toContain("nowhere.invalid");
      expect(output).toContain("go back to plain HTTP with pulumi config rm domain");
      expect(output).not.toContain("remote error: tls");
    },
  );

  test("files of one's own, which are replaced by new ones", async () => {
    const [first, second] = pairs as [Pair, Pair];
    await serve(first);
    const { fingerprint } = await ask(first.ca);
    expect(await execIn(edge, "stat", "-c", "%a", "/run/secrets/key.pem")).toBe("400\n");
    const middle = first.key.split("\n")[1] as string;
    expect(await project.state("prod")).not.toContain(middle);
    await staysAsItIs();
    await serve(second);
    const renewed = await ask(second.ca);
    expect(renewed).toMatchObject({ status: 200, issuer: authorityName });
    expect(renewed.fingerprint).not.toBe(fingerprint);
  });

  test("files that do not fit are told before anything is changed", async () => {
    const [first, second] = pairs as [Pair, Pair];
    const before = await edgeId();
    writeFileSync(project.path("key.pem"), first.key);
    const { code, output } = await project.up("prod");
    expect(code).not.toBe(0);
    expect(output).toMatch(/tls\.key: .*key\.pem does not belong to the certificate/);
    expect(await edgeId()).toBe(before);
    expect((await ask(second.ca)).status).toBe(200);
  });

  test("without the domain it is plain HTTP again, by an edge that is not root", async () => {
    const { domain: _, tls: __, ...plain } = settings(undefined);
    project.configure("prod", { ...plain, app: { name: "widgets", port } });
    await project.mustUp("prod");
    expect(JSON.parse(await get(`http://localhost:${port}`)).slice(1, 3)).toEqual([
      "http",
      `localhost:${port}`,
    ]);
    expect((await docker.getContainer(edge).inspect()).Config.User).toBe("65534:65534");
    await staysAsItIs();
  });

  test("a destroy keeps the certificates that were given, and nothing else", async () => {
    await upWith("internal");
    await authority?.remove();
    authority = undefined;
    const output = succeeded(await project.destroy("prod"));
    const volume = `${project.name}-prod-certificates`;
    expect(output).toContain(`docker volume rm ${volume}`);
    expect(await leftovers(project.name)).toEqual([`volume ${volume}`]);
  });
});
