/** Answers or labels of rows. Amounts: NaN is absent. Classes: code -1 is absent. */
export type Answers =
  | { readonly kind: 'amounts'; readonly amounts: Float64Array }
  | { readonly kind: 'classes'; readonly codes: Int32Array; readonly names: readonly string[] };

/** The group of each row by one attribute; code -1 is absent. */
export interface Groups {
  readonly attribute: string;
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

/** Predictions of one window with the labels that came for them, one entry a row in every column. */
export interface PredictionRows {
  readonly n: number;
  /** Scores of the positive class (binary), of the item (ranking); NaN is absent. */
  readonly scores: Float64Array;
  readonly predictions: Answers;
  readonly labels: Answers;
  readonly groups: readonly Groups[];
  /** The list that a row is an item of; ranking only. */
  readonly lists: Int32Array | null;
}
