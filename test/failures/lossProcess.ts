import { type LossOptions, runWithLosses } from './lossRun';

process.on('message', (order: LossOptions) => {
	void runWithLosses(order).then((report) => process.send?.(report, () => process.exit()));
});
