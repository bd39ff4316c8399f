/** What inferences of a model cost where the log does not say it. Prices in units of the currency. */
export interface PriceList {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  readonly perRequest: number;
  readonly currency: string;
}

const MILLION = 1e6;

/**
 * The price of some requests.
 *
 * Formula: answered x perRequest + input tokens x inputPerMillion / 1e6 + output tokens x outputPerMillion / 1e6.
 * Shape:   `answered` are requests with outcome ok: a request that got no answer costs nothing by itself, but tokens that the
 *          log says were used are charged whatever the outcome.
 * Unit:    the currency of the price list.
 * @example priceOf({ inputPerMillion: 3, outputPerMillion: 15, perRequest: 0, currency: 'USD' }, 1, 1000, 200) // 0.006
 */
export function priceOf(price: PriceList, answered: number, tokensInput: number, tokensOutput: number): number {
  const tokens = (tokensInput * price.inputPerMillion + tokensOutput * price.outputPerMillion) / MILLION;
  return answered * price.perRequest + tokens;
}
