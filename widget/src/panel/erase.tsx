// "Delete conversation", asked once more.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Words } from "../locales";

export function EraseDialog({ words, erase, done }: { words: Words; erase(): Promise<boolean>; done(): void }): JSX.Element {
  const keep = useRef<HTMLButtonElement>(null);
  const [stage, setStage] = useState<"asked" | "working" | "failed">("asked");
  useEffect(() => keep.current?.focus(), []);
  const confirm = async (): Promise<void> => {
    if (stage === "working") return;
    setStage("working");
    if (await erase()) done();
    else setStage("failed");
  };
  const escaping = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    done();
  };
  return (
    <div class="veil" onKeyDown={escaping}>
      <div class="question" role="alertdialog" aria-modal="true" aria-labelledby="erase-title" aria-describedby="erase-text">
        <h2 id="erase-title">{words.eraseTitle}</h2>
        <p id="erase-text">{words.eraseText}</p>
        <p role="status" class="problem">{stage === "failed" && words.eraseFailed}</p>
        <div class="answers">
          <button type="button" class="plain" ref={keep} onClick={done}>{words.eraseNo}</button>
          <button type="button" class="danger" aria-busy={stage === "working"} onClick={() => void confirm()}>{words.eraseYes}</button>
        </div>
      </div>
    </div>
  );
}
