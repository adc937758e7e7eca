package draw

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"mlatlas/graph"
)

var (
	update = flag.Bool("update", false, "rewrite the files of testdata")
	look   = flag.String("look", "", "folder to write the pictures to, for a person to look at")
)

func TestMain(m *testing.M) {
	if ServeIfWorker() {
		return
	}
	if os.Getenv(probeVariable) != "" {
		probe()
		return
	}
	os.Exit(m.Run())
}

// sampleGroups are the groups of generated maps.
var sampleGroups = []graph.Group{
	{ID: "d1", Name: "Data preparation for machine learning"},
	{ID: "d2", Name: "Model development"},
	{ID: "d3", Name: "Deployment and orchestration of ML workflows"},
	{ID: "d4", Name: "Monitoring, maintenance and security"},
	{ID: "gs", Name: "Storage services"},
}

// sampleNames are names of the lengths and kinds that occur on real maps: "group|kind|name".
var sampleNames = []struct {
	group, kind, name string
}{
	{"d1", "service", "AWS Glue"}, {"d1", "feature", "Glue DataBrew"}, {"d1", "service", "Amazon EMR"},
	{"d1", "feature", "SageMaker Data Wrangler"}, {"d1", "feature", "SageMaker Feature Store"},
	{"d1", "technique", "One-hot encoding"}, {"d1", "technique", "Class imbalance handling"},
	{"d1", "data-format", "Apache Parquet"}, {"d1", "service", "Amazon Kinesis Data Streams"},
	{"d1", "service", "Amazon Managed Streaming for Apache Kafka (MSK)"}, {"d1", "concept", "Data leakage"},
	{"d1", "metric", "Difference in Proportions of Labels (DPL)"}, {"d1", "feature", "SageMaker Clarify"},
	{"d1", "service", "Amazon Athena"}, {"d1", "technique", "Feature scaling"},
	{"d2", "algorithm", "XGBoost"}, {"d2", "algorithm", "Random Cut Forest"}, {"d2", "algorithm", "BlazingText"},
	{"d2", "technique", "Hyperparameter tuning"}, {"d2", "technique", "Early stopping"}, {"d2", "metric", "F1 score"},
	{"d2", "metric", "RMSE"}, {"d2", "metric", "AUC-ROC"}, {"d2", "concept", "Overfitting"},
	{"d2", "technique", "L1 and L2 regularization"}, {"d2", "service", "Amazon Bedrock"},
	{"d2", "feature", "SageMaker JumpStart"}, {"d2", "model-family", "Foundation models"},
	{"d2", "technique", "Instruction tuning / supervised fine-tuning"}, {"d2", "feature", "SageMaker Debugger"},
	{"d2", "framework", "PyTorch"}, {"d2", "feature", "SageMaker Experiments"},
	{"d3", "deployment-option", "Real-time inference"}, {"d3", "deployment-option", "Serverless Inference"},
	{"d3", "deployment-option", "Asynchronous Inference"}, {"d3", "deployment-option", "Batch transform"},
	{"d3", "deployment-strategy", "Blue/green deployment"}, {"d3", "deployment-strategy", "Canary traffic shifting"},
	{"d3", "feature", "SageMaker Pipelines"}, {"d3", "service", "AWS Step Functions"}, {"d3", "service", "AWS Lambda"},
	{"d3", "service", "Amazon EKS"}, {"d3", "service", "AWS CodePipeline"}, {"d3", "feature", "Multi-model endpoint"},
	{"d3", "compute-resource", "Inference-optimized instances (Inferentia)"}, {"d3", "framework", "AWS CDK"},
	{"d3", "architecture-pattern", "Infrastructure as code"}, {"d3", "pricing-option", "Managed Spot Training"},
	{"d4", "feature", "SageMaker Model Monitor"}, {"d4", "service", "Amazon CloudWatch"},
	{"d4", "service", "AWS CloudTrail"}, {"d4", "concept", "Data drift"}, {"d4", "concept", "Concept drift"},
	{"d4", "security-control", "Least privilege"}, {"d4", "service", "AWS KMS"}, {"d4", "service", "AWS IAM"},
	{"d4", "security-control", "VPC endpoint"}, {"d4", "service", "AWS Cost Explorer"},
	{"d4", "compliance", "Audit logging"}, {"d4", "feature", "SageMaker Model Registry"},
	{"gs", "service", "Amazon S3"}, {"gs", "service", "Amazon EFS"}, {"gs", "service", "Amazon FSx for Lustre"},
	{"gs", "feature", "S3 Lifecycle policy"}, {"gs", "service", "Amazon EBS"},
}

// sampleMap makes a map of n concepts, 1.2 edges a concept inside its group and 0.5 across, from a seed.
func sampleMap(n int, seed uint64) graph.Map {
	r := rand.New(rand.NewPCG(seed, 1))
	m := graph.Map{
		Title: fmt.Sprintf("What %d concepts have to do with each other", n), Hidden: 14,
		Subtitle: "sample bank · 412 questions · 1 October 2025", Groups: sampleGroups,
	}
	for _, i := range r.Perm(len(sampleNames) * (1 + n/len(sampleNames)))[:n] {
		s := sampleNames[i%len(sampleNames)]
		name := s.name
		if i >= len(sampleNames) {
			name = fmt.Sprintf("%s %d", name, i/len(sampleNames))
		}
		q := int(r.ExpFloat64() * 9)
		m.Nodes = append(m.Nodes, graph.MapNode{
			ID: fmt.Sprintf("c%03d", i), Name: name, Kind: s.kind, Group: s.group, Questions: q, Value: min(1, float64(q)/20),
		})
	}
	m.Nodes[r.IntN(n)].Focus = true
	have := map[[2]int]bool{}
	join := func(a, b int, kind string) {
		if a == b || have[[2]int{a, b}] || have[[2]int{b, a}] {
			return
		}
		have[[2]int{a, b}] = true
		m.Edges = append(m.Edges, graph.MapEdge{
			From: m.Nodes[a].ID, To: m.Nodes[b].ID, Kind: kind, Weight: r.Float64() * r.Float64(), Questions: r.IntN(12),
		})
	}
	kinds := []string{"uses", "uses", "parent", "parent", "monitors", "prerequisite-of", "alternative-to", "stores", "mitigates", "secures", "measures", graph.TestedTogether, graph.TestedTogether, graph.TestedTogether}
	for a := range m.Nodes {
		for b := range m.Nodes {
			same := m.Nodes[a].Group == m.Nodes[b].Group
			if same && r.Float64() < 6/float64(n) || !same && r.Float64() < 0.55/float64(n) {
				join(a, b, kinds[r.IntN(len(kinds))])
			}
		}
	}
	return m
}

// sampleCoverage is a bank of 412 questions against a made-up blueprint.
var sampleCoverage = graph.Coverage{
	Exam: "mla-c01", Questions: 412, Linked: 390, Unused: []string{"a", "b", "c"},
	Domains: []graph.DomainCoverage{
		{ID: "1", Name: "Data preparation for machine learning", Weight: 28, Questions: 62.5, Share: .16, Expected: 109.2, Low: .127, High: .2, Verdict: "under", Tasks: []graph.TaskCoverage{
			{ID: "1.1", Name: "Ingest and store data", Questions: 30.5, Share: .078, Low: .055, High: .109, Concepts: 24, Covered: 19},
			{ID: "1.2", Name: "Transform data and engineer features", Questions: 32, Share: .082, Low: .058, High: .113, Concepts: 31, Covered: 12},
			{ID: "1.3", Name: "Make sure of the integrity of data and prepare it for modelling in the pipelines of the team", Low: 0, High: .01, Concepts: 18},
		}},
		{ID: "2", Name: "Model development", Weight: 26, Questions: 101, Share: .259, Expected: 101.4, Low: .218, High: .305, Verdict: "ok", Tasks: []graph.TaskCoverage{
			{ID: "2.1", Name: "Choose an approach", Questions: 50, Share: .128, Low: .099, High: .165, Concepts: 22, Covered: 22},
			{ID: "2.2", Name: "Train and refine", Questions: 51, Share: .131, Low: .101, High: .168, Concepts: 30, Covered: 28},
		}},
		{ID: "3", Name: "Deployment and orchestration of ML workflows", Weight: 22, Questions: 226.5, Share: .581, Expected: 85.8, Low: .531, High: .629, Verdict: "over", Tasks: []graph.TaskCoverage{
			{ID: "3.1", Name: "Select deployment infrastructure", Questions: 226.5, Share: .581, Low: .531, High: .629, Concepts: 22, Covered: 22},
		}},
		{ID: "4", Name: "Monitoring, maintenance and security", Weight: 24, Expected: 93.6, Verdict: "unknown"},
	},
}

func TestLook(t *testing.T) {
	if *look == "" {
		t.Skip("no -look folder")
	}
	for name, m := range mermaidMaps() {
		text, err := Mermaid(m, Options{})
		if err == nil {
			err = os.WriteFile(filepath.Join(*look, name+".mmd"), text, 0o644)
		}
		if err != nil {
			t.Error(err)
		}
	}
	if err := os.WriteFile(filepath.Join(*look, "coverage.svg"), CoverageSVG(sampleCoverage, CoverageOptions{Source: "sample bank · 1 October 2025"}), 0o644); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		name string
		m    graph.Map
		o    Options
	}{
		{"net8", sampleMap(8, 1), Options{}},
		{"net25", sampleMap(25, 2), Options{}},
		{"net45", sampleMap(45, 3), Options{}},
		{"net60", sampleMap(60, 4), Options{}},
		{"net60cov", sampleMap(60, 4), Options{Color: "coverage"}},
		{"dot25", sampleMap(25, 2), Options{Layout: "dot"}},
		{"dot60", sampleMap(60, 4), Options{Layout: "dot"}},
		{"nasty", nastyMap(), Options{}},
		{"kind25", sampleMap(25, 2), Options{Color: "kind"}},
		{"sfdp200", sampleMap(200, 4), Options{}},
		{"flow", sampleWalk(), Options{Layout: Flow}},
		{"flow-nasty", nastyMap(), Options{Layout: Flow}},
	} {
		svg, err := SVG(t.Context(), c.m, c.o)
		if err != nil {
			t.Error(c.name, err)
			continue
		}
		if err := os.WriteFile(filepath.Join(*look, c.name+".svg"), svg, 0o644); err != nil {
			t.Error(err)
		}
	}
}
