/** What a command may touch of the world: where it prints, and its exit code. */
export interface CliIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly isTty: boolean;
  setExitCode(code: number): void;
}
