import { FarSide } from './far-side.ts';

/** Requests of the parent; each gets one answer, in order. */
export type FarSideRequest = { readonly type: 'forget' } | { readonly type: 'arrived' };

const farSide = new FarSide(Number(process.argv[2] ?? 0));
const url = await farSide.listen();
process.on('message', ({ type }: FarSideRequest) => {
  if (type === 'forget') farSide.forget();
  process.send?.(farSide.arrived);
});
process.on('disconnect', () => process.exit());
process.send?.({ url });
