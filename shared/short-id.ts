/** The id of an image as `docker images` shows it; a name stays what it is. Pure. */
export const shortId = (image: string): string => image.replace(/^sha256:(.{1,12}).*/, "$1");
