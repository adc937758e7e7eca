package index

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

func embedded(t testing.TB) *taxonomy.Taxonomy {
	t.Helper()
	tax, err := taxonomy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

// question makes a question from lines: the stem, then options, the right ones behind a star, then "= " and the
// explanation, "# " and tags. Concepts of the stem and the key are linked, those of the key (or else the stem) as
// primary, those of wrong options as distractors.
func question(t testing.TB, tax *taxonomy.Taxonomy, id, text string) *bank.Question {
	t.Helper()
	bankName, number, ok := strings.Cut(id, "/")
	if !ok {
		t.Fatalf("the ID %q has no bank", id)
	}
	q := &bank.Question{ID: id, Bank: bankName, Number: number, Kind: bank.Single,
		Source: bank.Source{File: "banks/" + bankName + ".md", Line: 1}}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case q.Stem == "":
			q.Stem = line
		case strings.HasPrefix(line, "= "):
			q.Explanation = line[2:]
		case strings.HasPrefix(line, "# "):
			q.Tags = strings.Split(line[2:], ", ")
		default:
			label := string(rune('A' + len(q.Options)))
			text, right := strings.CutPrefix(line, "*")
			q.Options = append(q.Options, bank.Option{Label: label, Text: text, Correct: right})
			if right {
				q.Answer = append(q.Answer, label)
			}
		}
	}
	if len(q.Answer) > 1 {
		q.Kind = bank.Multiple
	}
	link(tax, q)
	return q
}

func link(tax *taxonomy.Taxonomy, q *bank.Question) {
	texts := []string{q.Stem, q.Explanation}
	for _, o := range q.Options {
		texts = append(texts, o.Text)
	}
	links := map[string]*bank.Link{}
	add := func(m taxonomy.Mention, zone bank.Zone, role bank.Role, option string) {
		l := links[m.Concept]
		if l == nil {
			l = &bank.Link{Concept: m.Concept, Role: role}
			links[m.Concept] = l
		}
		l.Primary = l.Primary || role == bank.RoleKey
		l.Mentions = append(l.Mentions, bank.Mention{Zone: zone, Option: option, Start: m.Start, End: m.End, Rule: m.Rule})
	}
	found := tax.Linker().Link(texts...)
	for i, o := range q.Options {
		if o.Correct {
			for _, m := range found[i+2] {
				add(m, bank.ZoneKey, bank.RoleKey, o.Label)
			}
		}
	}
	for _, m := range found[0] {
		add(m, bank.ZoneStem, bank.RoleStem, "")
	}
	for _, m := range found[1] {
		add(m, bank.ZoneFor, bank.RoleExplanation, "")
	}
	for i, o := range q.Options {
		if !o.Correct {
			for _, m := range found[i+2] {
				add(m, bank.ZoneWrong, bank.RoleDistractor, o.Label)
			}
		}
	}
	for _, l := range links {
		q.Links = append(q.Links, *l)
		if l.Role == bank.RoleDistractor {
			continue
		}
		for _, task := range tax.ExamTasks("mla-c01", l.Concept) {
			q.Tasks = append(q.Tasks, bank.TaskLink{Exam: "mla-c01", Task: task, Domain: task[:1], Weight: 1})
		}
	}
	slices.SortFunc(q.Links, func(a, b bank.Link) int { return strings.Compare(a.Concept, b.Concept) })
}

func each(questions []*bank.Question) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		for _, q := range questions {
			if !yield(q, nil) {
				return
			}
		}
	}
}

var built = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// build makes an index of the questions in a new folder and returns the folder.
func build(t testing.TB, questions []*bank.Question) string {
	t.Helper()
	dir := t.TempDir()
	rebuild(t, dir, questions)
	return dir
}

func rebuild(t testing.TB, dir string, questions []*bank.Question) {
	t.Helper()
	err := Build(context.Background(), dir, &Meta{Stamp: "s1", Built: built}, embedded(t), each(questions), nil)
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, dir string) *Index {
	t.Helper()
	x, err := Open(dir, embedded(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func find(t testing.TB, x *Index, queryText string) Result {
	t.Helper()
	n, err := Parse(queryText)
	if err != nil {
		t.Fatalf("%s: %v", queryText, err)
	}
	r, err := x.Search(context.Background(), Request{Query: n, Exam: "mla-c01", Limit: 100})
	if err != nil {
		t.Fatalf("%s: %v", queryText, err)
	}
	return r
}

func ids(r Result) string {
	var list []string
	for _, h := range r.Hits {
		list = append(list, h.ID)
	}
	return strings.Join(list, " ")
}

func sample(t testing.TB) []*bank.Question {
	t.Helper()
	tax := embedded(t)
	var questions []*bank.Question
	for i, text := range sampleTexts {
		id := fmt.Sprintf("seed/%d", i+1)
		if i >= 20 {
			id = fmt.Sprintf("Other Bank/%d", i-19)
		}
		questions = append(questions, question(t, tax, id, text))
	}
	return questions
}

// sampleTexts are the questions that the tests search: seed/1 to seed/20, then Other Bank/1 and on.
var sampleTexts = []string{
	`A team must find bias in its training data before it trains a model. Which tool fits?
	*SageMaker Clarify
	SageMaker Debugger
	AWS Glue DataBrew
	= Clarify computes pre-training bias metrics.
	# Bias, Data Prep`,
	`A bank wants SHAP values for each prediction of a loan model. What should it run?
	*A SageMaker Clarify explainability job
	Amazon Macie
	# explain`,
	`A firm processes clickstreams with Amazon Kinesis Data Analytics. It needs sliding windows. What does it write?
	*A Flink application
	A Glue crawler`,
	`Which service runs Apache Flink applications without servers?
	*Amazon Managed Service for Apache Flink
	Amazon EMR
	Amazon Athena`,
	`Objects in a bucket must be encrypted with a customer managed key. Which two settings are needed?
	*An AWS KMS key
	*SSE-KMS on the Amazon S3 bucket
	A public ACL
	= The role needs s3:GetObject and kms:Decrypt.`,
	`A policy grants s3:GetObject to a training role, but listing fails. What is missing?
	*s3:ListBucket on the bucket
	iam:PassRole`,
	`A model must answer in real time with a latency below 100 ms. Which endpoint is right?
	*A real-time inference endpoint
	A batch transform job`,
	`Inference runs once a night over 5 GB of files. What is cheapest?
	*Batch transform
	A real-time endpoint`,
	`Which algorithm suits nearest neighbours search in SageMaker?
	*k-NN
	XGBoost
	DeepAR`,
	`A classifier for fraud has a precision of 0.9 and a recall of 0.5. Which score combines both?
	*The F1 score
	RMSE`,
	`Two model versions shall be compared on live traffic. How?
	*A/B testing with production variants
	A shadow variant`,
	`A library written in C++ must run in a container. Where is the image kept?
	*Amazon ECR
	Amazon S3`,
	`Training on ml.p3.2xlarge instances costs too much, and jobs may be interrupted. What helps?
	*Managed Spot Training
	Larger instances`,
	`Features must be shared between training and inference with low latency. Which store?
	*SageMaker Feature Store
	Amazon DynamoDB`,
	`The distribution of inputs has drifted since deployment. What detects it?
	*SageMaker Model Monitor
	AWS CloudTrail
	= Model Monitor compares with a baseline. Clarify is for bias drift, and clarify the thresholds first.`,
	`Why does a model with high variance fail on new data?
	*It overfits the training set
	It underfits`,
	`Which of these is NOT a benefit of serverless inference?
	*Constant warm capacity
	Scaling to zero`,
	`Wie erkennt man Überanpassung? 模型过拟合 und Größe.
	*Validierungsfehler steigt
	Er sinkt`,
	`Calls in CI/CD pipelines fail with http://example.com/health timeouts. What logs them?
	*Amazon CloudWatch Logs
	AWS Config`,
	`A notebook loads data sets of 1,000 files with pandas on a p99 target. Which format is columnar?
	*Apache Parquet
	CSV`,
	`An ETL job cleans records before training. Which service is serverless Spark?
	*AWS Glue
	Amazon EMR
	Amazon Kinesis Data Streams`,
	`The glue between two pipeline steps is a message queue. Which service?
	*Amazon SQS
	Amazon SNS`,
	`Gradients vanish in a deep network. What helps?
	*ReLU activations
	Sigmoid activations`,
	`Label 10,000 images with people. Which service?
	*SageMaker Ground Truth
	Amazon Rekognition`,
	`Tune hyperparameters of an XGBoost model with few jobs. Which strategy?
	*Bayesian optimization
	Grid search`,
	`A dataset has 1 % positives. What should be done before training?
	*Oversample with SMOTE
	Drop the positives`,
	`Query logs in Amazon S3 with SQL. Which service?
	*Amazon Athena
	Amazon Redshift`,
	`Ingest a stream into Amazon S3 without code. Which service?
	*Amazon Data Firehose
	Amazon MSK`,
	`Which metric is right for a regression of house prices?
	*RMSE
	F1`,
	`Amazon SageMaker Studio users need a shared space. What gives it?
	*A SageMaker domain
	An EC2 instance`,
}
