/** How an app is asked that has nothing to ask itself with. */
export interface NetworkProbe {
  /** Id of an image with a shell and wget or curl, such as Caddy's. */
  image: string;
  /** Name of a network that the app is on. */
  network: string;
  /** A check for a shell, as httpTest gives it. */
  test: string[];
}
