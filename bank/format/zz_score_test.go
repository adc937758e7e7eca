package format_test
import ("testing";"os";"fmt";"strings";"mlatlas/bank";"mlatlas/bank/format";"mlatlas/taxonomy")
func TestZZScore(t *testing.T){
 tax,_:=taxonomy.Embedded()
 for _,c:=range [][2]string{{"../../../shared/banks/mla-seed.txt","../../../shared/knowledge/gold-seed.yaml"},{"../sample/mla-sample.md","../sample/labels.yaml"}} {
 f,_:=os.Open(c[0])
 r,err:=format.NewReader(f,c[0],""); if err!=nil {t.Fatal(err)}
 g,_:=os.Open(c[1]); gold,err:=bank.ReadGold(g); if err!=nil{t.Fatal(err)}
 n:=0
 s,err:=gold.Measure(tax, func(y func(*bank.Question,error)bool){ for it,err:=range r.Items(){ if err!=nil{t.Fatal(err)}; if it.Question!=nil{ n++; it.Question.LinkTo(tax); if !y(it.Question,nil){return} } } })
 if err!=nil{t.Fatal(err)}
 fmt.Printf("n=%d P=%.3f R=%.3f F=%.3f prom=%d/%d hit1=%.2f hit3=%.2f task=%.2f any=%.2f dom=%.2f\n",n,s.Precision,s.Recall,s.F1,s.Promoted,s.Distractors,s.Hit1,s.Hit3,s.Task,s.TaskAny,s.Domain)
 if os.Getenv("V")!="" {for _,d:=range s.Details{fmt.Println(d.Number,"TOP",d.Top,d.Hit,"\n   FP",strings.Join(d.Wrong," "),"\n   FN",strings.Join(d.Missed," "),"\n   T",d.Tasks,d.Wanted)}}
 }
}
