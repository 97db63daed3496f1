package models
type Info struct{Name string; Encoding string; Estimated bool; Margin float64}
func Lookup(n string)(Info,bool){return Info{Name:n,Encoding:"o200k_base"},true}
