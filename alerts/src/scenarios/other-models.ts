import type { Scenario } from '../scenario.js';
import { fires, quiet } from './checks.js';
import { absent, counter } from './values.js';

const COST = 'aiops_inference_cost_total{model="chat",version="3",currency="USD"}';
const requests = (model: string, version: string): string =>
  `aiops_inference_requests_total{model="${model}",version="${version}",outcome="ok"}`;

const spent = 'chat cost 30 USD in the last hour, several times what the same hour of last week (or yesterday) cost.';
const news = 'churn version 8 has answered 5 requests and did not serve an hour ago.';

export const COST_AND_RELEASE: readonly Scenario[] = [
  {
    title:
      'a loop triples the spend: the ticket comes when the hour costs twice what it cost yesterday, and not before there is a whole hour of yesterday',
    alert: 'ModelCostAnomaly',
    severity: 'warning',
    interval: '5m',
    series: { [COST]: counter([1, 312], [3, 36], [1, 24]), [requests('chat', '3')]: counter([9.2, 372]) },
    checks: [...quiet('1460m', '1600m'), fires('1605m', { model: 'chat', currency: 'USD' }, spent), ...quiet('1770m')],
  },
  {
    title: 'ninety requests in the hour are too few to call their cost an anomaly',
    alert: 'ModelCostAnomaly',
    severity: 'warning',
    interval: '5m',
    series: { [COST]: counter([1, 312], [3, 60]), [requests('chat', '3')]: counter([7.5, 372]) },
    checks: quiet('1610m', '1740m'),
  },
  {
    title: 'a second version serves: that is news for an hour',
    alert: 'ModelVersionChanged',
    severity: 'info',
    interval: '1m',
    series: { [requests('churn', '7')]: counter([10, 240]), [requests('churn', '8')]: `${absent(90)} ${counter([5, 150])}` },
    checks: [...quiet('90m'), fires('91m', { model: 'churn', version: '8' }, news), ...quiet('150m')],
  },
  {
    title: 'the first version of a new model is no change',
    alert: 'ModelVersionChanged',
    severity: 'info',
    interval: '1m',
    series: { [requests('churn', '7')]: counter([10, 120]) },
    checks: quiet('1m', '59m', '120m'),
  },
];
