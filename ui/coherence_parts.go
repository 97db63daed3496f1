package ui

import (
	"slices"
	"strconv"
	"strings"
)

func (s *scorer) coverage() Component {
	seen := map[string]int{}
	fields := map[string]int{}
	for _, v := range s.views {
		seen[v.Operation]++
		for _, f := range v.Fields {
			fields[v.Operation+"\x00"+f.In+"\x00"+f.Name]++
		}
	}
	once, views := 0, len(s.views)
	inputs, shown, all := 0, 0, 0
	for id, op := range s.ops {
		if seen[id] == 1 {
			once++
		}
		for _, p := range op.Parameters {
			if p == nil {
				continue
			}
			inputs++
			if fields[id+"\x00"+p.In+"\x00"+p.Name] == 1 {
				shown++
			}
		}
	}
	for key, n := range fields {
		if !strings.Contains(key, "\x00body\x00") {
			all += n
		}
	}
	s.reach = share(len(seen), len(s.ops))
	operations := f1(share(once, len(s.ops)), share(once, views))
	parameters := f1(share(shown, inputs), share(shown, all))
	value := (operations*float64(len(s.ops)) + parameters*float64(inputs)) / max(float64(len(s.ops)+inputs), 1)
	return Component{"coverage", 15, value, len(s.ops) + inputs}
}

func (s *scorer) terminology() Component {
	labels := map[string][]string{}
	clashes, places := 0, 0
	for _, v := range s.views {
		for _, list := range [][]occurrence{v.columns, v.fields} {
			byLabel := map[string]map[string]bool{}
			for i, o := range list {
				if byLabel[o.label] == nil {
					byLabel[o.label] = map[string]bool{}
				}
				what := o.concept
				if what == "" {
					what = strconv.Itoa(i) // places that nothing is known of are different
				} else {
					labels[o.concept] = append(labels[o.concept], o.label)
				}
				byLabel[o.label][what] = true
				places++
			}
			for _, concepts := range byLabel {
				clashes += len(concepts) - 1
			}
		}
	}
	same, all := alikePairs(labels)
	return Component{"terminology", 18, f1(share(same, all), 1-share(clashes, max(places, 1))), all + places}
}

// resources compares the grouping into resources with that by entity.
func (s *scorer) resources() Component {
	type cell struct{ resource, entity string }
	cells := map[cell]int{}
	byResource, byEntity := map[string]int{}, map[string]int{}
	n := 0
	for _, v := range s.views {
		if v.entity == "" {
			continue
		}
		n++
		cells[cell{v.resource.ID, v.entity}]++
		byResource[v.resource.ID]++
		byEntity[v.entity]++
	}
	if n == 0 {
		return Component{Name: "resources", Weight: 15}
	}
	// Sums of integers and one division each: the same in any order.
	var precision, recall float64
	for _, c := range sortedCells(cells, func(x, y cell) int {
		return strings.Compare(x.resource+"\x00"+x.entity, y.resource+"\x00"+y.entity)
	}) {
		both := float64(cells[c])
		precision += both * both / float64(byResource[c.resource])
		recall += both * both / float64(byEntity[c.entity])
	}
	return Component{"resources", 15, f1(precision/float64(n), recall/float64(n)), n}
}

func sortedCells[K comparable](m map[K]int, compare func(x, y K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}

func (s *scorer) actions() Component {
	verbs := map[string][]string{} // first words of titles, by kind
	kinds := map[string][]string{} // kinds, by first word
	deletions, asking := 0, 0
	for _, v := range s.views {
		if v.Kind == Delete {
			deletions++
			if v.Confirm != "" {
				asking++
			}
		}
		if v.Kind == Action || v.op.Webhook {
			continue
		}
		first, _, _ := strings.Cut(strings.ToLower(v.Title), " ")
		verbs[string(v.Kind)] = append(verbs[string(v.Kind)], first)
		kinds[first] = append(kinds[first], string(v.Kind))
	}
	sameVerb, allVerb := alikePairs(verbs)
	sameKind, allKind := alikePairs(kinds)
	n := allVerb + allKind + deletions
	if n == 0 {
		return Component{Name: "actions", Weight: 12}
	}
	grammar := f1(share(sameVerb, allVerb), share(sameKind, allKind))
	if deletions == 0 {
		return Component{"actions", 12, grammar, n}
	}
	return Component{"actions", 12, (2*grammar + share(asking, deletions)) / 3, n}
}

func (s *scorer) agreement() Component {
	formats := map[string][]string{}
	details := map[string]map[string]bool{} // concepts of details, by entity
	for _, v := range s.views {
		for _, o := range v.columns {
			if o.concept != "" {
				formats[o.concept] = append(formats[o.concept], string(o.format))
			}
			if v.Kind == Detail && v.entity != "" && o.concept != "" {
				if details[v.entity] == nil {
					details[v.entity] = map[string]bool{}
				}
				details[v.entity][o.concept] = true
			}
		}
	}
	same, all := alikePairs(formats)
	inDetail, ofList, enough, lists := 0, 0, 0, 0
	for _, v := range s.views {
		if v.Kind != List && v.Kind != Search || v.thing == nil || len(v.thing.props) == 0 {
			continue
		}
		lists++
		if len(v.columns) >= min(4, readable(v.thing)) {
			enough++
		}
		if shown := details[v.entity]; shown != nil {
			for _, o := range v.columns {
				if o.concept != "" && strings.HasPrefix(o.concept, v.entity+"\x00") {
					ofList++
					if shown[o.concept] {
						inDetail++
					}
				}
			}
		}
	}
	if n := all + ofList + lists; n == 0 {
		return Component{Name: "agreement", Weight: 15}
	}
	return Component{"agreement", 15, (share(same, all) + share(inDetail, ofList) + share(enough, lists)) / 3, all + ofList + lists}
}

// readable counts what a list could show of a row.
func readable(row *shape) int {
	n := 0
	for _, p := range row.props {
		if p.schema != nil && !p.schema.WriteOnly && len(p.schema.Properties) == 0 && p.schema.Items == nil && p.schema.Ref == "" {
			n++
		}
	}
	return n
}

func (s *scorer) links() Component {
	reached := map[string]bool{}
	for _, v := range s.views {
		for _, link := range v.Links {
			if link.Operation != v.Operation {
				reached[link.Operation] = true
			}
		}
	}
	led, all := 0, 0
	for id, op := range s.ops {
		if op.Webhook || !strings.Contains(op.Path, "{") {
			continue
		}
		all++
		if reached[id] {
			led++
		}
	}
	return Component{"links", 12, share(led, all), all}
}

func (s *scorer) navigation() Component {
	titles := map[string]bool{}
	n, repeated := 0, 0
	note := func(key string) {
		n++
		if titles[key] {
			repeated++
		}
		titles[key] = true
	}
	var sizes []int
	for i := range s.plan.App.Resources {
		r := &s.plan.App.Resources[i]
		note("resource\x00" + r.Group + "\x00" + strings.ToLower(r.Title))
		for _, v := range r.Views {
			note("view\x00" + r.ID + "\x00" + strings.ToLower(v.Title))
		}
		sizes = append(sizes, len(r.Views))
	}
	return Component{"navigation", 6, (1 - share(repeated, max(n, 1)) + 1 - gini(sizes)) / 2, n}
}

// gini is the Gini coefficient of sizes: 0 where all are equal.
func gini(sizes []int) float64 {
	slices.Sort(sizes)
	sum, weighted := 0, 0
	for i, size := range sizes {
		sum += size
		weighted += (2*(i+1) - len(sizes) - 1) * size
	}
	if sum == 0 {
		return 0
	}
	return float64(weighted) / float64(len(sizes)*sum)
}
