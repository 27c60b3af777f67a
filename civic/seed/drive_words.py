"""The words of the demonstration's drives, in English and reviewed Spanish; organizations and partners are invented."""

LOCATIONS = ["Boston Public Library – Brighton Branch", "Boston Public Library – East Boston Branch"]
PARTNERS = ["Partners for Schools (sample)", "Harbor Families Together (sample)"]
ORGANIZATIONS = ["Corner Bakery Workers (sample)", "Allston Cycling Club (sample)", "Harborside Credit Union (sample)", "Parents of Brighton (sample)"]
# Name, what it is counted in, and both in Spanish.
ITEMS = [
    ("Backpacks", "", "Mochilas", ""),
    ("Notebooks", "", "Cuadernos", ""),
    ("Pencils", "packs", "Lápices", "paquetes"),
    ("Crayons", "boxes", "Crayones", "cajas"),
    ("Calculators", "", "Calculadoras", ""),
    ("Headphones", "", "Audífonos", ""),
    ("Face masks", "boxes", "Mascarillas", "cajas"),
    ("Hand sanitizer", "bottles", "Desinfectante de manos", "botellas"),
    ("Winter coats", "", "Abrigos de invierno", ""),
    ("Gloves", "pairs", "Guantes", "pares"),
    ("Warm hats", "", "Gorros abrigados", ""),
]
INSTRUCTIONS = [
    (
        "Use the side door on the parking lot. Ring, and we help you carry.",
        "Use la puerta lateral del estacionamiento. Toque el timbre y le ayudamos a cargar.",
    ),
    ("Ask at the front desk. Please bring at most three boxes at once.", "Pregunte en la recepción. Traiga como máximo tres cajas a la vez."),
]
FINISHED = {
    "slug": "back-to-school-drive",
    "title": ("Back to School Drive", "Colecta de regreso a clases"),
    "story": (
        "School begins, and many families cannot buy everything on the list. We collect school supplies and safety materials for Boston’s public schools. "
        "Whatever comes in is sorted by volunteers and given out before the month ends.",
        "Empiezan las clases y muchas familias no pueden comprar toda la lista. Reunimos útiles escolares y materiales de protección para las escuelas públicas "
        "de Boston. Todo lo que llega lo clasifica un grupo de voluntariado y se reparte antes de que termine el mes.",
    ),
    "for_whom": ("Students in Boston’s public schools", "Estudiantes de las escuelas públicas de Boston"),
    "not_accepted": (
        "Opened packs, used masks, and clothing. Clothing is welcome at thrift stores near you.",
        "Paquetes abiertos, mascarillas usadas y ropa. La ropa la reciben las tiendas de segunda mano cerca de usted.",
    ),
    "help_text": (
        "Supplies are given out at every public school in Boston. Ask at the front office of your school; you do not have to explain why.",
        "Los útiles se entregan en todas las escuelas públicas de Boston. Pregunte en la oficina de su escuela; no tiene que explicar por qué.",
    ),
    "result": (
        "Thank you, Boston. In six weeks you filled two libraries with school supplies. Volunteers sorted everything in four evenings, and our partners took it to "
        "the schools in the same week. Next year we begin two weeks earlier: calculators came last, when the lessons had begun.",
        "Gracias, Boston. En seis semanas llenaron dos bibliotecas de útiles escolares. El voluntariado clasificó todo en cuatro tardes y las organizaciones "
        "aliadas lo llevaron a las escuelas esa misma semana. El próximo año empezaremos dos semanas antes: las calculadoras llegaron al final, cuando ya había clases.",
    ),
    "people_helped": 640,
    "needs": [
        ("Backpacks", 150, 1, "new only"), ("Notebooks", 400, 2, ""), ("Pencils", 250, 2, "12 or more"), ("Crayons", 200, 2, ""), ("Calculators", 120, 1, ""),
        ("Headphones", 150, 3, "with a cable"), ("Face masks", 200, 2, "unopened"), ("Hand sanitizer", 180, 3, "unopened"),
    ],
    "notes": {"new only": "solo nuevas", "12 or more": "de 12 o más", "with a cable": "con cable", "unopened": "sin abrir"},
}  # fmt: skip
RUNNING = {
    "slug": "winter-school-drive",
    "title": ("Winter School Drive", "Colecta escolar de invierno"),
    "story": (
        "Nobody learns well in a cold coat. After our Back to School Drive we go on through the winter: coats, gloves and warm hats, and the notebooks that are "
        "full by now. What you bring this week is worn next week.",
        "Con frío no se aprende bien. Después de la colecta de regreso a clases seguimos en invierno: abrigos, guantes y gorros, y los cuadernos que ya se "
        "llenaron. Lo que usted traiga esta semana se usará la próxima.",
    ),
    "for_whom": ("Students in Boston’s public schools", "Estudiantes de las escuelas públicas de Boston"),
    "not_accepted": (
        "Torn or stained clothing, and opened packs. The city’s textile recycling takes worn clothing.",
        "Ropa rota o manchada y paquetes abiertos. El reciclaje de textiles de la ciudad recibe ropa gastada.",
    ),
    "help_text": (
        "Coats are given out every Friday from 3 p.m. to 5 p.m. at the Brighton and East Boston libraries. Bring nothing, no papers. Or call us.",
        "Los abrigos se entregan todos los viernes de 3 p. m. a 5 p. m. en las bibliotecas de Brighton y East Boston. No traiga nada, ningún papel. O llámenos.",
    ),
    "needs": [
        ("Winter coats", 120, 1, "sizes 4 to 16"), ("Gloves", 250, 1, ""), ("Warm hats", 200, 2, ""), ("Notebooks", 300, 2, ""), ("Pencils", 150, 3, "12 or more"),
    ],
    "notes": {"sizes 4 to 16": "tallas 4 a 16", "12 or more": "de 12 o más"},
}  # fmt: skip
SORTING = {
    "title": ("Sort school supplies", "Clasificar útiles escolares"),
    "summary": (
        "Unpack what people brought, look it through, and pack boxes for the schools. Easy work in good company.",
        "Desempaque lo que trajo la gente, revíselo y prepare cajas para las escuelas. Un trabajo fácil y en buena compañía.",
    ),
}
