// The quiz of the page.
import { shuffle } from "./shuffle.js";

const questions = [
  { question: 'Which service transcribes speech?', answers: [
      { text: "Amazon Transcribe", correct: true, },
      { text: "Amazon Polly", correct: false }, // speaks
  ] },
  /* the second one */
  {
    question: `What does this print?
\`\`\`python
print(1)
\`\`\``,
    choices: ["1", "2"], answer: "1"
  },
];

export default questions;
