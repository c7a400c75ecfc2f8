/**
 * Variables in the values of an include: `$NAME`, `${NAME}` and `%NAME%`, replaced once (GitLab: lib/expand_variables.rb).
 * They come from the project and the pipeline, not from `variables:`, so that most of them are not known here.
 */
const VARIABLE = /\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)\}|%([A-Za-z_]\w*)%/g;

/** The text with its variables replaced, or undefined when one of them is not known. */
export function expandVariables(text: string, variables: ReadonlyMap<string, string>): string | undefined {
  let known = true;
  const expanded = text.replace(VARIABLE, (written, plain?: string, braced?: string, percent?: string) => {
    const value = variables.get(plain ?? braced ?? percent ?? '');
    known &&= value !== undefined;
    return value ?? written;
  });
  return known ? expanded : undefined;
}
