/** What became of a label: the label `outcome` of `aiops_labels_total`. Each label that was read has exactly one. */
export const LABEL_OUTCOMES = [
  'joined', // the first label of its prediction
  'corrected', // another value than before, and not an older one: it counts from here on
  'duplicate', // nothing new: the same value again, or an older one than is known
  'late', // its prediction is known, and was made longer ago than label_horizon
  'expired', // it waited for its prediction until none could come any more
  'unmatched', // no such prediction is known, and none can come; or too many labels wait
  'unsampled', // its id is not in the sample of join_sample
  'unusable', // it has no id, or its value is none for the task of the model
] as const;
export type LabelOutcome = (typeof LABEL_OUTCOMES)[number];

/** What became of a prediction when it was offered to the join: the label `outcome` of `aiops_label_predictions_total`. */
export const PREDICTION_OUTCOMES = [
  'kept', // labels can join it
  'repeated', // its id was predicted before; the first one is kept
  'unsampled', // its id is not in the sample of join_sample
  'no_id', // without an id no label can find it
] as const;
export type PredictionOutcome = (typeof PREDICTION_OUTCOMES)[number];
