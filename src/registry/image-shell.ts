/** Which shell an image runs a script with: the runner takes bash where there is one, else `sh`. */

interface NoBash {
  readonly why: string;
  readonly confidence: 'high' | 'medium';
}

/** Images without bash. A tag that ends in `-git` belongs to docker's image with Git, which brings bash. */
const IMAGES: readonly { readonly pattern: RegExp; readonly finding: NoBash }[] = [
  {
    pattern: /^(docker\.io\/)?(library\/)?(docker|alpine|busybox)(:(?!.*git)[\w.-]+)?(@|$)/,
    finding: { why: 'has none: its `sh` is that of busybox', confidence: 'high' },
  },
  {
    pattern: /\/kaniko(-project)?\/executor:[\w.-]*debug/,
    finding: { why: 'has none: its `sh` is that of busybox', confidence: 'high' },
  },
  // Somebody may have added bash to an image of this name.
  {
    pattern: /:[\w.-]*alpine[\w.-]*$/,
    finding: { why: 'is built on Alpine, whose `sh` is that of busybox', confidence: 'medium' },
  },
];

/** Undefined where bash is there or may be. */
export function whyNoBash(image: string): NoBash | undefined {
  return IMAGES.find(({ pattern }) => pattern.test(image))?.finding;
}
