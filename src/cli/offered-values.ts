/** The values that options and arguments are known to take, which completion offers. */
import type { Argument, Option } from 'commander';

export interface Offer {
  readonly values: readonly string[];
  /** What stands behind such a value and `=`; undefined: nothing does. */
  readonly then?: readonly string[] | 'file';
}

type Taker = Argument | Option;

const OFFERS = new WeakMap<Taker, Offer>();

/** @param then for values such as `login-server=error` */
export function offering<Each extends Taker>(taker: Each, values: readonly string[], then?: Offer['then']): Each {
  OFFERS.set(taker, { values, ...(then && { then }) });
  return taker;
}

export function offerOf(taker: Taker): Offer | undefined {
  return OFFERS.get(taker);
}
