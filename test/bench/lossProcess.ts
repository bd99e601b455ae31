import { type LossOrder, runWithLosses } from './lossRun';

process.on('message', (order: LossOrder) => {
	void runWithLosses(order).then((report) => process.send?.(report, () => process.exit()));
});
