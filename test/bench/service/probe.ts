/**
 * Loaded into a measured process with `--import`: profiles its main thread when the benchmark says so, over the process
 * channel. Must not know what the process does, nor keep it alive.
 */
import { type HeapProfiler, type Profiler, Session } from 'node:inspector';
import { isMainThread } from 'node:worker_threads';

export type ProbeRequest = 'start allocations' | 'stop allocations' | 'start cpu' | 'stop cpu';
export interface ProbeReply {
  /** Bytes allocated on the heap between start and stop. */
  readonly bytes?: number;
  readonly profile?: Profiler.Profile;
}

/** Small enough that a run of some seconds takes ten thousand samples. */
const SAMPLE_BYTES = 16_384;

if (isMainThread && process.send !== undefined) {
  const session = new Session();
  session.connect();
  process.on('message', (request: ProbeRequest) => {
    reply(session, request).then(
      (found) => process.send?.(found),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.channel?.unref();
}

async function reply(session: Session, request: ProbeRequest): Promise<ProbeReply> {
  switch (request) {
    case 'start allocations':
      await post(session, 'HeapProfiler.startSampling', {
        samplingInterval: SAMPLE_BYTES,
        includeObjectsCollectedByMajorGC: true,
        includeObjectsCollectedByMinorGC: true,
      });
      return {};
    case 'stop allocations': {
      const { profile } = (await post(
        session,
        'HeapProfiler.stopSampling',
      )) as HeapProfiler.StopSamplingReturnType;
      return { bytes: sizeOf(profile.head) };
    }
    case 'start cpu':
      await post(session, 'Profiler.enable');
      await post(session, 'Profiler.start');
      return {};
    case 'stop cpu': {
      const { profile } = (await post(session, 'Profiler.stop')) as Profiler.StopReturnType;
      return { profile };
    }
  }
}

function post(session: Session, method: string, params: object = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    session.post(method, params, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
}

function sizeOf(node: HeapProfiler.SamplingHeapProfileNode): number {
  return node.selfSize + node.children.reduce((sum, child) => sum + sizeOf(child), 0);
}
