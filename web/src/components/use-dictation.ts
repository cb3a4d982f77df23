"use client";

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { words } from "@/words";
import { locale } from "@/words/language";

/** What this page uses of the Web Speech API, which has no types of its own yet. */
type Recognition = {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onresult: ((event: RecognitionEvent) => void) | null;
  onend: (() => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  start: () => void;
  stop: () => void;
};
type RecognitionEvent = {
  resultIndex: number;
  results: ArrayLike<{ isFinal: boolean } & ArrayLike<{ transcript: string }>>;
};
type Speech = { new (): Recognition };

function speech(): Speech | null {
  const found = globalThis as { SpeechRecognition?: Speech; webkitSpeechRecognition?: Speech };
  return found.SpeechRecognition ?? found.webkitSpeechRecognition ?? null;
}

const never = () => () => {};

type Dictation = {
  available: boolean;
  listening: boolean;
  toggle: () => void;
};

/** Speech as text, where the browser has it. `onText` gets each piece that is certain. */
export function useDictation(
  onText: (text: string) => void,
  onProblem: (sentence: string) => void,
): Dictation {
  const available = useSyncExternalStore(
    never,
    () => speech() !== null,
    () => false,
  );
  const [listening, setListening] = useState(false);
  const running = useRef<Recognition | null>(null);
  const latest = useRef({ onText, onProblem });

  useEffect(() => {
    latest.current = { onText, onProblem };
  }, [onText, onProblem]);

  useEffect(() => () => running.current?.stop(), []);

  const toggle = useCallback(() => {
    if (running.current) {
      running.current.stop();
      return;
    }
    const Speech = speech();
    if (!Speech) return;
    const recognition = new Speech();
    recognition.lang = locale();
    recognition.continuous = true;
    recognition.interimResults = false;
    recognition.onresult = ({ resultIndex, results }) => {
      const pieces = Array.from(results).slice(resultIndex);
      const text = pieces.map((piece) => piece[0]?.transcript ?? "").join("");
      if (text !== "") latest.current.onText(text.trim());
    };
    recognition.onerror = ({ error }) => {
      if (error !== "aborted" && error !== "no-speech") latest.current.onProblem(problem(error));
    };
    recognition.onend = () => {
      running.current = null;
      setListening(false);
    };
    running.current = recognition;
    recognition.start();
    setListening(true);
  }, []);

  return { available, listening, toggle };
}

function problem(error: string): string {
  return error === "not-allowed" ? words.composer.noMicrophone : words.composer.dictationStopped;
}
