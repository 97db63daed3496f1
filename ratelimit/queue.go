package ratelimit

import (
	"cmp"
	"slices"
	"time"
)

// slot holds what is known of one call, waiting or running. Slots are used again;
// the generation tells the calls apart.
type slot struct {
	generation uint32
	state      state
	seq        uint64 // the order of asking
	charge     Charge
	need       need
	asked      time.Time
	booked     time.Time
	before     need // what our minute held before it was booked
	remaining  need // what the provider said to be left; below 0: nothing

	bypassed int  // how many that came later went before
	aged     bool // bypassed too often
}

type state uint8

const (
	vacant state = iota
	waiting
	running
)

// maxBypass is how many that asked later may go before one that waits. Then it has
// the right of way.
const maxBypass = 64

func (s *slot) priority() int { return s.charge.Priority }

func (s *slot) ticket(i uint32) Ticket { return Ticket(uint64(s.generation)<<32 | uint64(i)) }

// allocate returns a slot that nobody uses.
func (m *Machine) allocate() uint32 {
	if n := len(m.free); n > 0 {
		i := m.free[n-1]
		m.free = m.free[:n-1]
		return i
	}
	m.slots = append(m.slots, slot{generation: 1})
	return uint32(len(m.slots) - 1)
}

// release makes a slot vacant and returns the ticket that it had.
func (m *Machine) release(i uint32) Ticket {
	s := &m.slots[i]
	t := s.ticket(i)
	s.state = vacant
	if s.generation++; s.generation == 0 {
		s.generation = 1
	}
	m.free = append(m.free, i)
	return t
}

// find returns the slot of a ticket, or nil if that call is over.
func (m *Machine) find(t Ticket) (uint32, *slot) {
	i, generation := uint32(t), uint32(t>>32)
	if uint64(i) >= uint64(len(m.slots)) || m.slots[i].generation != generation || m.slots[i].state == vacant {
		return 0, nil
	}
	return i, &m.slots[i]
}

// before is the order of the queue: who was bypassed too often, the priority, the
// larger, the earlier.
func before(a, b *slot) int {
	if a.aged != b.aged {
		if a.aged {
			return -1
		}
		return 1
	}
	if a.aged {
		return cmp.Compare(a.seq, b.seq)
	}
	return cmp.Or(
		cmp.Compare(b.priority(), a.priority()),
		cmp.Compare(b.need[tokens], a.need[tokens]),
		cmp.Compare(b.need[output], a.need[output]),
		cmp.Compare(a.seq, b.seq),
	)
}

func (m *Machine) place(i uint32) int {
	place, _ := slices.BinarySearchFunc(m.queue, &m.slots[i], func(j uint32, s *slot) int {
		return before(&m.slots[j], s)
	})
	return place
}

func (m *Machine) insert(i uint32)  { m.queue = slices.Insert(m.queue, m.place(i), i) }
func (m *Machine) remove(place int) { m.queue = slices.Delete(m.queue, place, place+1) }

// passed counts an admission for all that asked before it and still wait.
func (m *Machine) passed(seq uint64) {
	var aged []uint32
	for _, i := range m.queue {
		s := &m.slots[i]
		if s.seq < seq && !s.aged {
			if s.bypassed++; s.bypassed >= maxBypass {
				aged = append(aged, i)
			}
		}
	}
	for _, i := range aged {
		m.remove(m.place(i))
		m.slots[i].aged = true
		m.insert(i)
	}
}

func (n need) fits(room need) bool {
	for d := range n {
		if n[d] > room[d] {
			return false
		}
	}
	return true
}

func (n need) plus(o need) need {
	for d := range n {
		n[d] += o[d]
	}
	return n
}
