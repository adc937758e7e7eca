package audit

import (
	"strings"
	"testing"

	"mlatlas/bank"
)

const storage = `
- Amazon EBS volumes
- Amazon EFS file systems
+ Amazon S3 buckets
- Instance store disks`

const storageB = `
+ Amazon EBS volumes
- Amazon EFS file systems
- Amazon S3 buckets
- Instance store disks`

// TestDuplicates holds pairs of questions against what they are: "severity rule", or nothing.
func TestDuplicates(t *testing.T) {
	for _, c := range []struct{ name, a, b, want string }{
		{"copy", "Where should a company keep 5 TB of rarely used photos?" + storage,
			"Where should a company keep 5 TB of rarely used photos?" + storage, "warning copy"},
		{"case, spaces, punctuation and glue", "Where should the company keep its rarely-used photos ?" + storage,
			"where should a company keep **rarely used** photos:" + strings.ReplaceAll(storage, "s\n", "s.\n"), "warning copy"},
		{"instruction", "Where should a company keep photos? (Choose one.)" + storage, "Where should a company keep photos?" + storage, "warning copy"},
		{"reordered", "Where should a company keep photos?\n- EBS\n+ S3\n- EFS", "Where should a company keep photos?\n- EFS\n- EBS\n+ S3", "warning reordered"},
		{"conflict", "Where should a company keep photos?" + storage, "Where should a company keep photos?" + storageB, "error conflict"},
		{"conflict, options in another order", "Where should a company keep photos?\n- EBS\n+ S3\n- EFS", "Where should a company keep photos?\n+ EFS\n- EBS\n- S3", "error conflict"},
		{"conflict with a slip of the pen", "Where should a compnay keep photographs?" + storage, "Where should a company keep photographs?" + storageB, "error conflict"},
		{"conflict among other options", "Where should a company keep photos?\n- EBS\n+ S3\n- EFS", "Where should a company keep photos?\n+ EBS\n- S3\n- Glacier", "error conflict"},
		{"other picture", "What is shown in the picture?\n- a cat\n+ a dog", "What is shown in the picture?\n+ a cat\n- a dog", ""},
		{"reworded", "A company needs to keep 5 TB of rarely used photos at the lowest cost. Where should it keep them?" + storage,
			"A company wants to keep 5 TB of photos that are rarely used at the lowest cost. Where should they be kept?" + storage, "warning reworded"},
		{"edited option", "Where should a company keep rarely used photos?" + storage,
			"Where should a company keep rarely used photos?" + strings.Replace(storage, "disks", "discs", 1), "warning reworded"},
		{"edited key", "Which of these is a control that both sides share?\n- Client keys and tokens\n- Physical access to data centers\n+ Awareness",
			"Which of these is a control that both sides share?\n- Client keys and tokens\n- Physical access to data centers\n+ Awareness training", "warning reworded"},
		{"not", "Which of these is an object store?\n- EBS\n+ S3\n- EFS", "Which of these is NOT an object store?\n- EBS\n+ S3\n- EFS", ""},
		{"not, other key", "Which of these services keeps objects in buckets?" + storage, "Which of these services does not keep objects in buckets?" + storageB, ""},
		{"other number", "A company keeps 5 TB of photos for 30 days. Where should it keep them?" + storage,
			"A company keeps 5 TB of photos for 90 days. Where should it keep them?" + storage, ""},
		{"other number word", "A company runs in two Regions. Where should it keep its photos for all of them?" + storage,
			"A company runs in three Regions. Where should it keep its photos for all of them?" + storage, ""},
		{"other ordinal", "Which is acceptable for the first team of the magicians that perform?" + storage,
			"Which is acceptable for the second team of the magicians that perform?" + storage, ""},
		{"other service", "Which store should a company that trains its models with SageMaker use for its checkpoints?" + storage,
			"Which store should a company that trains its models with Redshift use for its checkpoints?" + storage, ""},
		{"other word and key", "A company must keep photos with the lowest latency. Where should it keep its photos?" + storage,
			"A company must keep photos with the lowest price. Where should it keep its photos?" + storageB, ""},
		{"other formula", "What is 3 + 4 x?\n- 1\n+ 7\n- 12", "What is 3 - 4 x?\n- 1\n- 7\n+ 12", ""},
		{"other operator", "What does `&&` do?\n+ and\n- or", "What does `||` do?\n- and\n+ or", ""},
		{"generic stem", "Which of the following is true?\n- Cats bark\n+ Dogs bark\n- Cows bark", "Which of the following is true?\n- Three is even\n+ Two is even\n- Five is even", ""},
		{"generic stem, same options", "Which of the following is true?\n- Cats bark\n+ Dogs bark", "Which of the following is true?\n- Cats bark\n+ Dogs bark", "warning copy"},
		{"same stem and key", "Which service sends alerts by mail?\n- Macie\n+ SNS\n- Glue", "Which service sends alerts by mail?\n- Athena\n+ SNS\n- Neptune", "note same-stem"},
		{"long stem, other options", "A startup wants to send an alert by mail whenever the error rate of its endpoint rises. Which step is needed?\n- Train again\n+ Subscribe a topic\n- Add memory",
			"A startup wants to send an alert by mail whenever the error rate of its endpoint rises. Which step is needed?\n- Resize the fleet\n+ Create an alarm\n- Clean the data", "note same-stem"},
		{"passage, other question", passage + "\nWhat is the cheapest way to store the photos?\n- EBS\n+ S3\n- EFS", passage + "\nWho may delete the photos at night?\n- guests\n+ the owner\n- nobody", ""},
		{"passage, same options", passage + "\nWhich store is the cheapest?" + storage, passage + "\nWhich store is the fastest?" + storageB, ""},
		{"passage, generic question", passage + "\nWhich of these follows?\n- Cats bark\n+ Dogs bark", passage + "\nWhich of these follows?\n- Two is odd\n+ Two is even", ""},
		{"passage, copy", passage + "\nWhich store is the cheapest?" + storage, passage + "\nWhich store is the cheapest?" + storage, "warning copy"},
		{"Chinese copy", "下列关于合同效力的说法，正确的是？\n- 甲\n+ 乙\n- 丙", "下列关于合同效力的说法正确的是:\n- 甲\n+ 乙\n- 丙", "warning copy"},
		{"Chinese reworded", "下列情况哪些不构成破坏交通工具罪?\n+ 破坏正在修理中的交通工具\n- 破坏交通工具的重要装置\n- 制造隐患", "下列哪些情况不构成破坏交通工具罪?\n+ 破坏正在修理中的交通工具\n- 破坏交通工具的重要装置\n- 制造隐患", "warning reworded"},
		{"Chinese not", "下列情况中哪些构成破坏交通工具罪?\n+ 破坏正在修理中的交通工具\n- 破坏交通工具的重要装置", "下列情况中哪些不构成破坏交通工具罪?\n+ 破坏正在修理中的交通工具\n- 破坏交通工具的重要装置", ""},
		{"Chinese phrase", "下列说法正确的是\n- 合同无效\n+ 合同有效", "下列说法正确的是:\n- 罪名成立\n+ 罪名不成立", ""},
		{"full width", "Ｗｈｉｃｈ ｓｔｏｒｅ keeps photos?" + storage, "Which store keeps photos?" + storage, "warning copy"},
	} {
		questions := quiz(t, "b/1\n"+c.a+"\n---\nb/2\n"+c.b)
		got := ""
		for _, f := range run(newDuplicates(Options{}), questions) {
			got += string(f.Severity) + " " + f.Rule
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

const passage = `A museum photographs everything that it owns, from coins to whole wagons, and shows the pictures to visitors on screens in its halls and to the world at home.
`

// TestDuplicateKinds holds other kinds of question against each other.
func TestDuplicateKinds(t *testing.T) {
	for _, c := range []struct{ name, questions, want string }{
		{"true and false", "b/1 truefalse\nGrant is buried in his tomb.\n+ True\n- False\n---\nb/2 truefalse\nGrant is buried in his tomb.\n- True\n+ False", "error conflict  b/1 b/2"},
		{"a lost statement", "b/1 truefalse\nTrue or false?\n+ True\n- False\n---\nb/2 truefalse\nTrue or false?\n- True\n+ False", ""},
		{"statements that are alike", "b/1 truefalse\nAmazon S3 keeps objects in buckets.\n+ True\n- False\n---\nb/2 truefalse\nAmazon S3 keeps objects in folders of buckets.\n+ True\n- False", ""},
		{"short", "b/1 short\nWhich animal barks?\n+ dog\n---\nb/2 short\nWhich animal barks?\n+ dog", "warning copy  b/1 b/2"},
		{"other accepted answers", "b/1 short\nWhich animal barks?\n+ dog\n---\nb/2 short\nWhich animal barks?\n+ dog\n+ a dog", ""},
		{"one more is right", "b/1 multiple\nWhich bark?\n+ dogs\n+ seals\n- cats\n---\nb/2\nWhich bark?\n+ dogs\n- seals\n- cats", "error conflict  b/1 b/2"},
		{"single and multiple", "b/1 multiple\nWhich bark at the moon? (Choose two.)\n+ dogs\n+ seals\n- cats\n---\nb/2 multiple\nWhich bark at the moon? (Choose TWO)\n- cats\n+ seals\n+ dogs", "warning reordered  b/1 b/2"},
		{"essays", "b/1 essay\nSay why dogs bark.\n---\nb/2 essay\nSay why dogs bark.\n---\nb/3 essay\nSay why cats do not.", "warning copy  b/1 b/2"},
	} {
		if got := said(run(newDuplicates(Options{}), quiz(t, c.questions))); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestDuplicateGroups: a question pasted many times is one finding; what stands in several banks is a note; a copy of a
// copy that is reworded is named once.
func TestDuplicateGroups(t *testing.T) {
	const other = "Which of the stores keeps the objects of a company in buckets?" + storage
	const reworded = "Which of the stores keeps all objects of the company in its buckets?" + storage
	d := newDuplicates(Options{})
	found := run(d, quiz(t, "a/1\n"+other+"\n---\nb/1\n"+other+"\n---\nb/2\n"+reworded+"\n---\nb/3\n"+reworded+
		"\n---\na/2\nWhich animal barks?\n+ dog\n- cat\n---\nb/4\nWhich animal barks?\n+ dog\n- cat\n---\na/3\nWhich animal purrs?\n- dog\n+ cat\n---\nb/5\nWhich animal purrs?\n+ dog\n- cat"))
	const want = `error conflict  a/3 b/5
note copy  a/1 b/1
warning copy  b/2 b/3
note copy  a/2 b/4
note reworded  a/1 b/2`
	if got := said(found); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if g := d.groups[4]; g.Kind != Reworded || g.Similarity >= 1 || g.Similarity < similarStem || d.groups[0].Similarity != 1 {
		t.Errorf("groups %+v", d.groups)
	}
	var many []*bank.Question
	for range 100 {
		many = append(many, quiz(t, "b/1\n"+other)...)
	}
	if found := run(newDuplicates(Options{}), many); len(found) != 1 || len(found[0].Questions) != 100 {
		t.Errorf("a question pasted a hundred times: %d findings", len(found))
	}
}
