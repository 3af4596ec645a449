"""Which words with a capital are somebody: a headline, a shop and a dish are written as names are.

A given name is one that many bear and that is no word besides: no Will, Grace, Paris or Mercedes. Where the words
around say it twice over (a label that says name, a title, a telephone number behind it), any name will do that is not
made of the words below.
"""

import re

BORNE = (
    "Aaron Abigail Adam Adrian Agnes Agnieszka Ahmad Ahmed Aisha Akira Alan Albert Alejandro Alex Alexander"
    " Alexandra Alexandre Alfred Ali Alice Alicia Alison Allan Allen Alvin Amanda Amelia Amina Amir Amy Ana Anand"
    " Anastasia Anders Andre Andrea Andreas Andrei Andrew Andrzej Andy Angela Angelina Angelo Anil Anita Anjali Ann"
    " Anna Anne Annette Annie Anthony Anton Antonia Antonio Arjun Arnold Arthur Arun Ashley Ashok Audrey Barbara"
    " Barry Beatrice Becky Belinda Ben Benjamin Bernadette Bernard Beth Bethany Betty Beverly Bianca Bob Bobby Boris"
    " Brad Bradley Brandon Brendan Brent Brian Bridget Bruce Bruno Bryan Callum Cameron Camille Carl Carla Carlos"
    " Carmen Caroline Carolyn Catherine Cathy Cecilia Cedric Chad Chantal Charles Charlie Charlotte Chen Cheryl"
    " Chiara Chloe Chris Christian Christina Christine Christopher Cindy Claire Clara Clare Claude Claudia Clive"
    " Colin Colleen Connor Constance Craig Cristina Curtis Cynthia Damian Damien Dan Daniel Daniela Daniele Danielle"
    " Danny Darren Dave David Davide Dean Debbie Deborah Deepa Deepak Denise Dennis Derek Dewi Diana Diane Dick"
    " Diego Divya Dmitri Dmitry Dolores Dominic Don Donald Donna Doris Dorothy Doug Douglas Duncan Dylan Eamon Eddie"
    " Edgar Edith Eduardo Edward Edwin Eileen Elaine Eleanor Elena Eleni Elias Elisa Elizabeth Ella Ellen Elliot"
    " Elsa Emil Emily Emma Emmanuel Enrico Eric Erica Erik Erika Erin Ernest Esther Ethan Eugene Eva Evan Evelyn"
    " Fabio Farhan Fatima Felipe Felix Ferdinand Fernando Finn Fiona Frances Francesca Francesco Francis Francisco"
    " François Fred Frederick Gabriel Gabriela Gabrielle Ganesh Gareth Gary Gavin Gemma Geoff Geoffrey George Gerald"
    " Geraldine Gerard Gillian Giovanni Giulia Giuseppe Glenn Gloria Gordon Graham Greg Gregory Guillaume Gustav"
    " Hannah Hans Harold Harriet Harry Haruka Haruto Harvey Hassan Heather Hector Heidi Heinrich Helen Helena Henri"
    " Henrik Henry Herbert Hilary Hiroshi Howard Hugh Hugo Huong Hussein Hyun Ian Ibrahim Igor Ingrid Irene Irina"
    " Isaac Isabel Isabella Isabelle Ivan Jack Jackie Jacob Jacqueline Jacques Jake Jamal James Jamie Jan Jane Janet"
    " Janice Jared Jason Javier Jean Jeanette Jeff Jeffrey Jennifer Jenny Jens Jeremy Jerome Jerry Jesse Jessica"
    " Jihoon Jill Jim Jimmy Jiwoo Joan Joanna Joanne Joao Jocelyn Joe Joel Johan Johannes John Johnny Jon Jonas"
    " Jonathan Jorge Jose Josef Joseph Josephine Joshua José Joyce Juan Juana Judith Judy Julia Julian Juliana Julie"
    " Julien Juliet Justin Jürgen Karen Karim Karin Karl Katarzyna Kate Katharina Katherine Kathleen Kathryn Kathy"
    " Katie Katrina Kavita Kayla Keiko Keith Kelly Ken Kenji Kenneth Kerry Kevin Khadija Khalid Kim Kimberly Kirsten"
    " Klaus Kristen Kristin Kristina Kumar Kurt Kyle Lara Larissa Lars Laura Lauren Laurent Lawrence Leah Lee Leila"
    " Lena Leo Leonard Leonardo Leslie Lewis Liam Lillian Linda Lindsay Linh Lisa Liu Lorenzo Lorraine Louis Louise"
    " Luca Lucas Lucia Lucy Luigi Luis Luke Lydia Lynn Magdalena Maggie Magnus Malcolm Manuel Manuela Marc Marcel"
    " Marco Marcus Margaret Margarita Maria Mariam Marianne Marie Marilyn Marion Mark Markus Marta Martha Martin"
    " Martina Marvin Mary Maryam María Mateusz Matt Matteo Matthew Matthias Maureen Maurice Meera Megan Melanie"
    " Melissa Michael Michel Michelle Miguel Mikael Mike Mikhail Mildred Minjun Miranda Miriam Mohamed Mohammad"
    " Mohammed Moira Molly Monica Monika Monique Muhammad Muriel Mustafa Nadia Nancy Naoko Naomi Natalia Natalie"
    " Natasha Nathan Nathaniel Neha Neil Nguyen Nicholas Nicola Nicolas Nicole Nigel Nikolai Nils Nina Noah Noor"
    " Nora Norma Norman Nur Olaf Oleg Olga Oliver Olivia Olivier Omar Oscar Owen Pablo Pamela Patricia Patrick Paul"
    " Paula Pauline Paulo Pavel Pedro Peggy Penelope Peter Petra Phil Philip Philippa Philippe Phillip Phyllis"
    " Pierre Piotr Pooja Pradeep Priscilla Priya Rachel Radhika Rafael Rahul Raj Rajesh Ralph Ramesh Randy Raphael"
    " Rashid Ravi Raymond Rebecca Renata Renee Ricardo Richard Rick Rita Robert Roberta Roberto Robin Rodney Roger"
    " Roland Ron Ronald Rosa Rosalind Rosemary Rosie Ross Roxanne Roy Rupert Russell Ruth Ryan Sabine Sabrina Salim"
    " Sally Salman Sam Samantha Samir Samuel Sandeep Sandra Sangeeta Sanjay Sara Sarah Satoshi Scott Sean Sebastian"
    " Seojun Serge Sergei Sergio Shane Sharon Shaun Shawn Sheila Shirley Silvia Simon Simone Siti Sofia Sofiane"
    " Sonia Soojin Sophia Sophie Stacey Stefan Stefano Stephan Stephanie Stephen Steve Steven Stewart Stuart Sue"
    " Sunil Sunita Susan Susanna Susanne Suzanne Sven Svetlana Sylvia Takashi Tamara Tanya Tara Tariq Tatiana Ted"
    " Terence Teresa Terry Theo Theodore Theresa Thi Thomas Tim Timothy Tina Toby Todd Tom Tomas Tomasz Tommy Tony"
    " Tracey Tracy Trevor Umar Ursula Valentina Valerie Vanessa Vera Veronica Victor Vijay Vikram Vincent Vinod"
    " Vivian Vivien Vladimir Walter Wang Warren Wayne Wei Wendy William Wolfgang Xavier Xiao Xiaoli Xiaoming Xie"
    " Yasmin Yoko Yolanda Yuki Yusuf Yves Yvonne Zachary Zainab Zhang Zhao Zoe"
)
GIVEN_NAMES = frozenset(BORNE.split())
SOLD = (
    "Alexander McQueen|Ben Sherman|Calvin Klein|Carl Zeiss|Charles Schwab|Dean Witter|Elizabeth Arden"
    "|Fred Perry|Harry Potter|Harry Winston|Harvey Nichols|Hugo Boss|Jack Daniels|Jack Wills|Jean Paul"
    "|Jimmy Choo|John Lewis|Johnny Rockets|Johnny Walker|Karen Millen|Kate Spade|Kim Crawford|Laura Ashley"
    "|Louis Vuitton|Luis Vuitton|Marc Jacobs|Max Mara|Michael Kors|Papa John|Paul Smith|Peter Jones|Ralph Lauren"
    "|Robert Dyas|Sally Beauty|Sam Adams|Stella Artois|Steve Madden|Ted Baker|Tim Hortons|Tom Ford"
    "|Tommy Hilfiger|Walter Reed|Yves Rocher"
)
SHOPS = frozenset(SOLD.split("|"))
"""Two words that are somebody's name and mean a shop or what it sells."""
COMMON = (
    "Accommodation Account Air Airlines Airport Airways Amazing Angry Anonymous Apartments Area Attention Awful Bad"
    " Bar Bathroom Beach Bed Beds Best Big Boarding Booking Breakfast Broken Bugs Burger Business Cafe Cancellation"
    " Car Care Carpet Central Check Checkout City Class Clean Cleaning Client Club Coffee Cold Company Complaint"
    " Complaints Concierge Corporate Country Couple Court Credit Crew Customer Customers Dad Damage Date Deal Delay"
    " Delivery Desk Desperate Dining Dinner Dirty Double Driver East Economy Email Employee English Ever Excellent"
    " Experience Express Fall Family Fan Fantastic Fast Fire First Five Flat Flight Flights Floor Flyer Food Former"
    " Four Free Frequent Friend Friendly Friends Front Full Garden Gate Gold Good Great Group Guest Guests Happy"
    " Head Help Here Highly Holiday Home Hong Hope Horrible Hot Hotel Hotels House Hungry Husband Ill Inn Insurance"
    " Internet Island Junior Kids King Kitchen Kong Lake Late Left Life Line Lodge Long Lost Lounge Lovely Loyal"
    " Luggage Lunch Maintenance Management Manager Map Market Master Member Mobile Money Mother Mum Music Name Never"
    " New Nice Night No Noise None North Nothing Number Office Old Online Order Other Our Owner Palace Park Parking"
    " Passenger Passengers Patient Phone Pizza Place Please Police Policy Pool Poor Premium Price Prices Prime"
    " Private Program Property Quality Queen Quick Quiet Rate Rates Reader Reception Receptionist Refund Regular"
    " Regulars Rental Rep Reservation Reservations Resort Restaurant Returning Review Rewards River Road Room Rooms"
    " Rude Sad Sale Sales Same Seat Security Senior Service Services Seven Shop Short Sick Single Slow Smith's Sofa"
    " South Spa Special Square Staff Standard Star Stars State Station Stay Still Store Street Student Suite Suites"
    " Super Superb Supervisor Support Survey Tasty Taxi Team Terminal Terrible The This Three Ticket Time Tired Tour"
    " Tours Tower Town Travel Traveler Traveller Trip Twin Two Unhappy Unit User Value Various Very View Views"
    " Visitor Waiter Waiting Walk Warranty Water Website West Wet Whole Wife Wifi Wine Wonderful World Worst Yes"
    " Young Your"
)
NO_NAME = frozenset(COMMON.split())
"""What stands where a name might, with a capital: a feeling, a room, a counter, what a guest is."""
SAYS = re.compile(r"[A-Z][a-z]+(?:ly|ed|ing|ful|less|ness|tion|ment)$|Un[a-z]{4,}$")
FRIENDLY = frozenset(
    ["Billy", "Clement", "Connolly", "Donnelly", "Fielding", "Holly", "Kelly", "Lily", "Manning", "Reilly", "O'Reilly"]
)
"""Names that end as words do that say how something was."""
FAMILIES = frozenset(
    ["Best", "Head", "King", "Lake", "Long", "Park", "Price", "Rivers", "Short", "Street", "West", "Young"]
)
"""Words above that are names behind a given one: Neil Young, and no Young Team."""
PARTED = re.compile(r"[ \-]+")


def named(name: str) -> bool:
    """Whether a given name that many bear comes first, and no word stands behind it that names are not made of."""
    words = PARTED.split(name)
    return (
        words[0] in GIVEN_NAMES
        and " ".join(words[:2]) not in SHOPS
        and all(word in FAMILIES or may_name(word) for word in words[1:])
    )


def plausible(name: str) -> bool:
    """Whether nothing in it says that it is no name: for where the words around leave no doubt of their own."""
    return all(map(may_name, PARTED.split(name)))


def may_name(word: str) -> bool:
    return word not in NO_NAME and (word in FRIENDLY or word in GIVEN_NAMES or not SAYS.match(word))
