/**
 * The config of an image. Every field may be missing, null or of a wrong type; only what is there and wrong is a problem, and
 * nothing of it keeps the rest from being read.
 */
import type { Problem } from '../problem.ts';
import type { Document } from './documents.ts';
import { readHistory } from './history-steps.ts';
import type { HistoryStep, ImageConfig, Platform } from './image.ts';
import { arrayOf, fieldOf, isObject, textMapOf, wordsOf } from './json-value.ts';
import { readPlatform } from './platform.ts';

/** Of a list in a config: beyond is nothing that anyone wrote. */
const MOST_ITEMS = 1 << 16;

export interface ReadConfig {
  readonly config: ImageConfig;
  readonly history: readonly HistoryStep[];
  readonly platform: Platform | undefined;
  readonly problems: readonly Problem[];
}

/** Images may share a config, which is then read once. */
export class ConfigReader {
  readonly #read = new Map<Document, ReadConfig>();

  read(document: Document): ReadConfig {
    const known = this.#read.get(document);
    if (known !== undefined) return known;
    const read = readConfig(document.value, document.member);
    this.#read.set(document, read);
    return read;
  }
}

export const EMPTY_CONFIG: ImageConfig = {
  created: undefined,
  author: undefined,
  user: undefined,
  workingDir: undefined,
  stopSignal: undefined,
  env: [],
  entrypoint: [],
  cmd: [],
  exposedPorts: [],
  volumes: [],
  labels: {},
  diffIds: [],
};

export function readConfig(value: unknown, member: string): ReadConfig {
  const fields = new ConfigFields(member);
  const inner = fieldOf(value, 'config');
  const shell = fields.texts(inner, 'config.Shell', 'Shell');
  const config: ImageConfig = {
    created: fields.words(value, 'created', 'created'),
    author: fields.words(value, 'author', 'author'),
    user: fields.words(inner, 'config.User', 'User'),
    workingDir: fields.words(inner, 'config.WorkingDir', 'WorkingDir'),
    stopSignal: fields.words(inner, 'config.StopSignal', 'StopSignal'),
    env: fields.texts(inner, 'config.Env', 'Env'),
    entrypoint: fields.command(inner, 'config.Entrypoint', 'Entrypoint'),
    cmd: fields.command(inner, 'config.Cmd', 'Cmd'),
    exposedPorts: fields.keys(inner, 'config.ExposedPorts', 'ExposedPorts'),
    volumes: fields.keys(inner, 'config.Volumes', 'Volumes'),
    labels: fields.labels(inner, 'config.Labels', 'Labels'),
    diffIds: fields.texts(fieldOf(value, 'rootfs'), 'rootfs.diff_ids', 'diff_ids'),
  };
  if (!isObject(value)) fields.complain('.', 'an object');
  const history = readHistory(fields.list(value, 'history', 'history'), shell.join(' '));
  return { config, history, platform: readPlatform(value), problems: fields.problems };
}

class ConfigFields {
  readonly problems: Problem[] = [];
  readonly #member: string;

  constructor(member: string) {
    this.#member = member;
  }

  complain(at: string, want: string): void {
    this.problems.push({ kind: 'config-value', member: this.#member, at, want });
  }

  words(value: unknown, at: string, name: string): string | undefined {
    const field = fieldOf(value, name);
    if (field !== undefined && typeof field !== 'string') this.complain(at, 'a text');
    return wordsOf(field);
  }

  list(value: unknown, at: string, name: string): readonly unknown[] {
    const field = fieldOf(value, name);
    const list = arrayOf(field);
    if (field !== undefined && list === undefined) this.complain(at, 'a list');
    if ((list?.length ?? 0) > MOST_ITEMS) this.complain(at, `at most ${MOST_ITEMS} items`);
    return list?.slice(0, MOST_ITEMS) ?? [];
  }

  texts(value: unknown, at: string, name: string): readonly string[] {
    const list = this.list(value, at, name);
    const texts = list.filter((item) => typeof item === 'string');
    if (texts.length < list.length) this.complain(at, 'a list of texts');
    return texts;
  }

  /** Very old configs have a command as one text. */
  command(value: unknown, at: string, name: string): readonly string[] {
    const field = fieldOf(value, name);
    return typeof field === 'string' ? [field] : this.texts(value, at, name);
  }

  keys(value: unknown, at: string, name: string): readonly string[] {
    const field = this.#object(value, at, name);
    return field === undefined ? [] : Object.keys(field).slice(0, MOST_ITEMS);
  }

  labels(value: unknown, at: string, name: string): Readonly<Record<string, string>> {
    return textMapOf(this.#object(value, at, name));
  }

  #object(value: unknown, at: string, name: string): object | undefined {
    const field = fieldOf(value, name);
    if (field === undefined || isObject(field)) return field;
    this.complain(at, 'an object');
    return undefined;
  }
}
