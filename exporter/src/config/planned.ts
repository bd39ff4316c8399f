/** Keys of the design that this version does not have yet, as patterns over the key path. They are refused, never ignored. */
const PLANNED_KEYS: readonly RegExp[] = [
  /^(incidents|registry|governance|gate|respond|watch)$/,
  /^server\.tls$/,
  /^models\.[^.]+\.(quality|segments)$/,
  /^models\.[^.]+\.drift\.(false_alarms|season)$/,
  /^store\.retention\.(labels|incidents|audit)$/,
  /^sources\[\d+\]\.map\.(label|value|segment|attributions)$/,
];

/** Values of the design that this version does not have yet. */
const PLANNED_VALUES: Readonly<Record<string, readonly string[]>> = {
  type: ['kafka', 'snapshot'],
  format: ['kserve', 'sagemaker', 'bentoml', 'databricks', 'otel_genai'],
  policy: ['evidently', 'nannyml'],
  threshold: ['auto'],
  baseline_type: ['mlflow'],
};

export function isPlannedKey(path: string): boolean {
  return PLANNED_KEYS.some((pattern) => pattern.test(path));
}

export function isPlannedValue(path: string, value: unknown): boolean {
  const key = path.slice(path.lastIndexOf('.') + 1);
  return typeof value === 'string' && (PLANNED_VALUES[key] ?? []).includes(value);
}
