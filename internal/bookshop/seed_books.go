package bookshop

// The titles are classics whose authors died long ago; shelves, prices and
// blurbs are the shop's own.

var firstAuthors = []struct {
	name, sortName, born, died, biography string
}{
	{"Jane Austen", "Austen, Jane", "1775-12-16", "1817-07-18", "Wrote about love and money, and was fooled by neither."},
	{"Mary Shelley", "Shelley, Mary", "1797-08-30", "1851-02-01", "Began a ghost story on a wet summer's night and invented a genre."},
	{"Jules Verne", "Verne, Jules", "1828-02-08", "1905-03-24", "Travelled to the moon, the deep and the centre of the Earth without leaving his desk."},
	{"H. G. Wells", "Wells, H. G.", "1866-09-21", "1946-08-13", "Thought about the future, and was not sure that he liked it."},
	{"Arthur Conan Doyle", "Doyle, Arthur Conan", "1859-05-22", "1930-07-07", "A doctor whose detective became more famous than himself."},
	{"Lewis Carroll", "Carroll, Lewis", "1832-01-27", "1898-01-14", "Taught mathematics, and told three children a story in a boat."},
	{"Marcus Aurelius", "Marcus Aurelius", "0121-04-26", "0180-03-17", "Ruled an empire by day and wrote notes to himself by night."},
	{"Emily Dickinson", "Dickinson, Emily", "1830-12-10", "1886-05-15", "Left nearly two thousand poems in a drawer."},
	{"Charlotte Brontë", "Brontë, Charlotte", "1816-04-21", "1855-03-31", "Gave her heroines tempers, and opinions."},
	{"Beatrix Potter", "Potter, Beatrix", "1866-07-28", "1943-12-22", "Drew rabbits as they are, jackets apart."},
	{"Kenneth Grahame", "Grahame, Kenneth", "1859-03-08", "1932-07-06", "Worked in a bank and dreamt of messing about in boats."},
	{"Herodotus", "Herodotus", "", "", "Asked everybody about everything and wrote it down."},
}

var firstBooks = []struct {
	title, subtitle, author, genre, binding, published string
	pages                                              int
	price                                              float64
	stock                                              int
	shelf, keywords, blurb                             string
}{
	{"Pride and Prejudice", "", "au-101", "fiction", "paperback", "1813-01-28", 432, 9.9, 14, "A1", "love manners sisters", "Two people are wrong about each other, at length and with wit."},
	{"Emma", "", "au-101", "fiction", "hardback", "1815-12-23", 474, 18.5, 3, "A1", "love manners village", "She arranges everybody's marriage but her own."},
	{"Persuasion", "", "au-101", "fiction", "paperback", "1817-12-20", 249, 8.9, 7, "A1", "love sea", "Eight years late, a letter."},
	{"Frankenstein", "The Modern Prometheus", "au-102", "science-fiction", "paperback", "1818-01-01", 280, 7.5, 9, "C2", "gothic science", "A student makes a man and does not like the result."},
	{"Twenty Thousand Leagues Under the Sea", "A World Tour Underwater", "au-103", "science-fiction", "hardback", "1870-06-20", 420, 21, 2, "C2", "sea travel", "A guest, or a prisoner, of the strangest captain of all."},
	{"Around the World in Eighty Days", "", "au-103", "fiction", "paperback", "1873-01-30", 252, 8.5, 11, "A4", "travel wager", "A bet, a carpet bag and every timetable there is."},
	{"The Time Machine", "An Invention", "au-104", "science-fiction", "ebook", "1895-05-07", 118, 4.99, 9999, "web", "science future", "He is late for dinner by eight hundred thousand years."},
	{"The War of the Worlds", "", "au-104", "science-fiction", "paperback", "1898-01-10", 192, 7.9, 0, "C3", "mars invasion", "They come to Surrey first."},
	{"A Study in Scarlet", "", "au-105", "mystery", "paperback", "1887-11-01", 176, 6.9, 8, "D1", "detective london", "A doctor looks for a flat and finds a friend."},
	{"The Hound of the Baskervilles", "Another Adventure of Sherlock Holmes", "au-105", "mystery", "hardback", "1902-03-25", 256, 16.9, 5, "D1", "detective moor", "Footprints on the moor, and not a man's."},
	{"Alice's Adventures in Wonderland", "", "au-106", "children", "hardback", "1865-11-26", 196, 15.5, 6, "K1", "nonsense rabbit", "Down the hole, and then it gets curious."},
	{"Through the Looking-Glass", "And What Alice Found There", "au-106", "children", "paperback", "1871-12-27", 224, 8.9, 4, "K1", "nonsense chess", "The same girl, the other side of the mirror."},
	{"Meditations", "", "au-107", "philosophy", "paperback", "", 304, 10.9, 12, "E2", "stoic rome", "Notes to himself, by an emperor who had trouble getting up too."},
	{"Poems", "", "au-108", "poetry", "hardback", "1890-11-12", 152, 13.9, 3, "P1", "verse garden", "Short lines; long silences."},
	{"Jane Eyre", "An Autobiography", "au-109", "fiction", "paperback", "1847-10-16", 532, 9.5, 10, "A2", "gothic governess", "There is somebody in the attic."},
	{"Villette", "", "au-109", "fiction", "ebook", "1853-01-28", 490, 5.49, 9999, "web", "school travel", "A teacher in a foreign town keeps her secrets, from us too."},
	{"The Tale of Peter Rabbit", "", "au-110", "children", "hardback", "1902-10-01", 72, 7.95, 20, "K2", "rabbit garden", "He was told not to go into the garden."},
	{"The Tale of Benjamin Bunny", "", "au-110", "children", "hardback", "1904-09-01", 72, 7.95, 0, "K2", "rabbit garden", "They go back for the jacket."},
	{"The Wind in the Willows", "", "au-111", "children", "paperback", "1908-10-08", 240, 8.9, 9, "K1", "river friends", "A mole, a rat, a badger and one terrible driver."},
	{"The Histories", "", "au-112", "history", "paperback", "", 784, 14.9, 4, "H1", "greece persia", "How the Greeks and the Persians came to fight, and everything he heard on the way."},
	{"The Lost World", "", "au-105", "science-fiction", "paperback", "1912-10-15", 272, 7.9, 6, "C3", "dinosaurs travel", "A plateau that evolution forgot."},
	{"Sense and Sensibility", "", "au-101", "fiction", "paperback", "1811-10-30", 409, 9.9, 5, "A1", "love sisters", "One sister says too little and the other too much."},
	{"The Invisible Man", "A Grotesque Romance", "au-104", "science-fiction", "paperback", "1897-06-12", 208, 6.9, 7, "C3", "science village", "A stranger takes a room and never takes off his bandages."},
	{"Journey to the Centre of the Earth", "", "au-103", "science-fiction", "hardback", "1864-11-25", 288, 17.5, 1, "C2", "travel volcano", "Down, with a professor who will not hear of turning back."},
}
