/** One scale per file: what is read as a score, which files mix scales, and what their messages ask for. */
import { describe, expect, it } from 'vitest';
import { readOutcomes } from '../../../src/language/learning/read-outcomes.ts';

const wide = (...rows: readonly string[]) =>
  `prompt,a,b\n${rows.map((row, at) => `p${at},${row}`).join('\n')}\n`;
const scoresOf = (text: string, asked?: number) => {
  const { rows, faults, scale } = readOutcomes(text, asked);
  expect(faults).toEqual([]);
  return { scale, scores: rows.map(({ quality }) => [...quality.values()]) };
};

describe('scores', () => {
  it('are numbers, words for right and wrong, or have a percent sign', () => {
    expect(scoresOf(wide('True,false', 'pass,FAIL', 'yes,incorrect'))).toEqual({
      scale: 1,
      scores: [
        [1, 0],
        [1, 0],
        [1, 0],
      ],
    });
    expect(scoresOf(wide('85%,70 %', '3%,'))).toEqual({ scale: 100, scores: [[85, 70], [3]] });
    expect(scoresOf(wide('0.7,true', ',N/A', '0.2,null').replace('p1,,N/A\n', ''))).toEqual({
      scale: 1,
      scores: [[0.7, 1], [0.2]],
    });
    expect(
      scoresOf('{"prompt":"p","quality":{"a":true,"b":null,"c":"40%"}}'.replace(',"c":"40%"', '')),
    ).toEqual({
      scale: 1,
      scores: [[1]],
    });
  });

  it('are on the scale that the caller names, or on the one that leaves no doubt', () => {
    expect(scoresOf(wide('4,5', '1,3'), 5)).toEqual({
      scale: 5,
      scores: [
        [4, 5],
        [1, 3],
      ],
    });
    expect(scoresOf(wide('true,50%'), 5)).toEqual({ scale: 5, scores: [[5, 2.5]] });
    expect(scoresOf(wide('7.5,0.5', '10,3')).scale).toBe(10);
    expect(scoresOf(wide('85,12')).scale).toBe(100);
    expect(scoresOf(wide('0.7,85'), 100).scale).toBe(100);
  });

  it.each([
    [
      wide('0.7,60', '80,70', '85,3'),
      2,
      'the score 0.7 of "a" and the score 80 of "a" in line 3 cannot be on one scale',
    ],
    [
      wide('0.7,60', '0.8,70', '85,3'),
      4,
      'the score 85 of "a" and the score 0.7 of "a" in line 2 cannot be on one scale',
    ],
    [
      wide('0.7,9', '0.83,7'),
      2,
      'the score 9 of "b" and the score 0.7 of "a" in line 2 cannot be on one scale',
    ],
    [wide('1,90', '0,70', '1,60', '1,50', '0,40'), 2, 'no score of "a" is above 1, and "b" has 90 in line 2'],
    [wide('7,90', '8,70', '9,60', '5,50', '4,40'), 4, 'no score of "a" is above 9, and "b" has 90 in line 2'],
    [
      wide('85%,70', '3%,'),
      2,
      'are written differently: write all scores of a file with a percent sign, or none',
    ],
    [wide('85%,70%', '3%,true'), 3, 'the score true of "b" and the score 85% of "a" in line 2'],
    [wide('120%,70%'), 2, 'the score 120% is above 100%'],
    [wide('true,85'), 2, 'the score 85 of "b" is a number above 1, and line 2 says only right or wrong'],
    [wide('5,4', '1,3'), 2, 'the highest score of the file is 5: pass --scale 5 or --scale 10'],
    [wide('18,14'), 2, 'the highest score of the file is 18: pass --scale 18 or --scale 100'],
    [wide('1,1200'), 2, 'the score 1200 is above 100: pass --scale'],
    [wide('1,"0,7"'), 2, 'the score "0,7" of "b" has a decimal comma: write 0.7'],
    [
      wide('1,NaN'),
      2,
      'the score "NaN" of "b" is NaN: leave it out if the model gave no answer, or write 0 if it failed',
    ],
    [wide('1,-1'), 2, 'the score "-1" of "b" is negative: scores begin at 0'],
    [wide('1,4/5'), 2, 'is written as a fraction: write 4 and pass --scale 5'],
    [wide('1,★★★'), 2, 'is not a number, nor true, false, pass or fail'],
    [`prompt,a\np,${'long answer '.repeat(20)}\n`, 2, 'the score "long answer long answer …" of "a"'],
    [
      'prompt;a;b\np;0,7;0,8\n',
      1,
      'separates its columns with semicolons or tabs: separate them with commas',
    ],
    ['{"prompt":"p","quality":{"a":0.7}}\n{"prompt":"q","quality":{"a":85}}', 1, 'cannot be on one scale'],
    ['{"prompt":"p","model":"a","score":{"x":1}}', 1, 'the score object of "a" is not a score'],
  ])('%j is said to be wrong, with line and value', (text, line, why) => {
    expect(readOutcomes(text).faults).toEqual([{ line, why: expect.stringContaining(why) }]);
  });

  it('above the scale that the caller names are said to be wrong', () => {
    expect(readOutcomes(wide('4,7'), 5).faults).toEqual([
      { line: 2, why: 'the score 7 of "b" is above the scale of 5' },
    ]);
    expect(readOutcomes(wide('4,120%'), 5).faults).toEqual([
      { line: 2, why: 'the score 120% of "b" is above 100%' },
    ]);
  });
});

describe('files of other tools', () => {
  it('of RouterBench are read, with costs', () => {
    const { rows, faults } = readOutcomes(
      'sample_id,prompt,eval_name,a,b,a|model_response,b|model_response,a|total_cost,b|total_cost,oracle_model_to_route_to\n' +
        'x.1,"[\'hi\']",mmlu,1.0,0.0,hello,oh,0.001,0.02,a\n',
    );
    expect(faults).toEqual([]);
    expect(rows).toMatchObject([
      {
        prompt: "['hi']",
        intent: 'mmlu',
        quality: new Map([
          ['a', 1],
          ['b', 0],
        ]),
        cost: new Map([
          ['a', 0.001],
          ['b', 0.02],
        ]),
      },
    ]);
  });

  it('with one answer per JSON line are joined by prompt', () => {
    const line = (prompt: string, model: string, score: unknown) =>
      JSON.stringify({ prompt, model, score, cost: 0.5 });
    const { rows, faults } = readOutcomes(
      [line('p', 'a', 1), line('q', 'a', false), line('p', 'b', 0)].join('\n'),
    );
    expect(faults).toEqual([]);
    expect(
      rows.map(({ prompt, quality, cost }) => [prompt, Object.fromEntries(quality), cost?.size]),
    ).toEqual([
      ['p', { a: 1, b: 0 }, 2],
      ['q', { a: 0 }, 1],
    ]);
  });

  it.each([
    ['{"doc_id":0,"doc":{"question":"2+2"},"filtered_resps":["4"],"acc":1.0}', 'lm-evaluation-harness'],
    ['[\n{"instruction":"hi","generator_2":"m","preference":1.5}]', 'AlpacaEval'],
    ['{"evalId":"e","results":{"version":3,"results":[]}}', 'promptfoo'],
    ['{"testIdx":0,"promptIdx":0,"success":true,"score":1,"provider":{"id":"m"}}', 'promptfoo'],
    ['{"results":[{"vars":{},"provider":"m","success":true,"score":1,"latencyMs":3}]}', 'promptfoo'],
    ['{"spec":{"completion_fns":["m"],"eval_name":"e"}}', 'OpenAI evals'],
    ['[{"instance_id":"id1","train_trial_index":0,"stats":[]}]', 'HELM'],
    ['{"question_id":"1","model_a":"a","model_b":"b","winner":"tie","turn":1}', 'arena'],
    ['{"resolved_ids":["a"],"completed_ids":["a"]}', 'report of SWE-bench'],
    ['{"testCases":[{"input":"hi","metricsData":[{"score":1}]}]}', 'DeepEval'],
    ['{"question_id":81,"model":"m","judge":["gpt-4"],"user_prompt":"","score":7,"turn":1}', 'MT-bench'],
    ['{"eval":{"model":"m"},"samples":[{"scores":{}}]}', 'Inspect'],
    ['[{"traceId":"t","name":"n","value":1,"dataType":"NUMERIC"}]', 'Langfuse'],
    ['[{"prompt":"p"}]', 'begins a JSON array: write one object per line'],
  ])('%s gets the command that converts it', (text, tool) => {
    expect(readOutcomes(text).faults).toEqual([{ line: 1, why: expect.stringContaining(tool) }]);
    expect(readOutcomes(text).faults[0]?.why).toMatch(/`jq -c[ns]? '/);
  });
});

it.each([
  ['{"instance_id":"a","model_patch":"","model_name_or_path":"m"}', 'they have no results yet'],
  ['PK\u0003\u0004', 'begins a zip file'],
  ['{\n"prompt": "p",\n"quality": {"m": 1}\n}', 'is not JSON: write one object per line'],
])('what holds no outcomes says what to do: %s', (text, why) => {
  expect(readOutcomes(text).faults[0]?.why).toContain(why);
});
