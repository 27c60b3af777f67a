"""The words of the demonstration's events, in English and reviewed Spanish; partners and people are invented."""

BOARD = {
    "name": ("Civilian Review Board", "Junta de Revisión Ciudadana"),
    "purpose": (
        "Seven residents review complaints and recommend changes. They meet once a month, in public, and everybody may speak.",
        "Siete residentes revisan quejas y recomiendan cambios. Se reúnen una vez al mes, en público, y todas las personas pueden hablar.",
    ),
}
MEMBERS = [("Ana Ruiz", "chair", "the mayor"), ("Daniel Okafor", "vice chair", "the city council"), ("Mei Lin Chen", "member", "the mayor")]
AGENDA = [
    ("Welcome and roll call", "Bienvenida y lista de asistencia", 10, False, "Ana Ruiz, chair"),
    ("Public comment", "Comentarios del público", 30, False, ""),
    ("How complaints are answered within 30 days", "Cómo se responde a las quejas en 30 días", 30, True, "Office of Civic Engagement"),
    ("Next meeting", "Próxima reunión", 10, False, ""),
]
MINUTES = "The meeting was called to order at 6 p.m. Three residents spoke. The board asked for a report on late answers."
EVENTS = {
    "listening": {
        "slug": "safer-crossings-in-grove-hall",
        "title": ("Safer crossings in Grove Hall: tell us where", "Cruces más seguros en Grove Hall: díganos dónde"),
        "purpose": ("Which crossings should be made safer first?", "¿Qué cruces deben hacerse más seguros primero?"),
        "text": (
            "We listen first. Bring the corner you worry about; a map hangs on the wall. What we hear is written down without names and answered in public.",
            "Primero escuchamos. Traiga la esquina que le preocupa; hay un mapa en la pared. Lo que oímos se anota sin nombres y se responde en público.",
        ),
        "decision": (
            "Which five crossings are rebuilt next spring is still open. It is decided in January.",
            "Todavía está abierto qué cinco cruces se reconstruyen la próxima primavera. Se decide en enero.",
        ),
    },
    "clean_up": {
        "slug": "muddy-river-clean-up",
        "title": ("Muddy River clean-up", "Limpieza del río Muddy"),
        "purpose": ("Two hours, gloves and rakes are there, and hot cocoa after.", "Dos horas; hay guantes y rastrillos, y después chocolate caliente."),
        "bring": ("Shoes that may get wet", "Zapatos que se puedan mojar"),
    },
    "town_hall": {
        "slug": "town-hall-winter-and-heating",
        "title": ("Town hall: winter and heating", "Asamblea pública: invierno y calefacción"),
        "purpose": (
            "What helps with heating bills, and what should the city do more?",
            "¿Qué ayuda con las facturas de calefacción y qué más debe hacer la ciudad?",
        ),
        "reason": (
            "Snow is forecast, so we meet online and by phone instead of in the hall.",
            "Se pronostica nieve, así que nos reunimos en línea y por teléfono en vez de en el salón.",
        ),
    },
    "workshop": {
        "slug": "workshop-speak-at-a-public-meeting",
        "title": ("Workshop: how to speak at a public meeting", "Taller: cómo hablar en una reunión pública"),
        "purpose": ("Three minutes that people remember: practice with us.", "Tres minutos que se recuerdan: practique con nosotros."),
        "bring": ("Something you would like to change", "Algo que quiera cambiar"),
    },
    "board": {
        "slug": "civilian-review-board-next-meeting",
        "title": ("Civilian Review Board: monthly meeting", "Junta de Revisión Ciudadana: reunión mensual"),
        "purpose": ("Complaints of the last month and how fast they are answered.", "Quejas del último mes y qué tan rápido se responden."),
    },
    "forum": {
        "slug": "forum-parks-for-all-ages",
        "title": ("Forum: parks for all ages", "Foro: parques para todas las edades"),
        "purpose": ("What should a park have when you are 8, 18 or 80?", "¿Qué debe tener un parque cuando se tienen 8, 18 u 80 años?"),
        "reason": ("The speaker is ill. We are looking for a new date.", "La ponente está enferma. Buscamos una nueva fecha."),
    },
    "past_clean_up": {
        "slug": "franklin-park-fall-clean-up",
        "title": ("Franklin Park fall clean-up", "Limpieza de otoño en Franklin Park"),
        "purpose": ("Leaves and litter, two hours.", "Hojas y basura, dos horas."),
    },
    "past_listening": {
        "slug": "what-should-the-new-library-hours-be",
        "title": ("What should the new library hours be?", "¿Cuál debe ser el nuevo horario de la biblioteca?"),
        "purpose": ("Tell us when you need the library open.", "Díganos cuándo necesita que la biblioteca esté abierta."),
    },
    "past_board": {
        "slug": "civilian-review-board-last-meeting",
        "title": ("Civilian Review Board: last meeting", "Junta de Revisión Ciudadana: última reunión"),
        "purpose": ("Late answers to complaints.", "Respuestas tardías a las quejas."),
    },
}
SUPPORTS = {
    "listening": [("interpreter", "es", "", ""), ("childcare", "", "ages 3 to 10", "de 3 a 10 años"), ("food", "", "vegetarian too", "también vegetariana")],
    "board": [("cart", "", "", ""), ("asl", "", "", "")],
    "town_hall": [("cart", "", "", ""), ("interpreter", "ht", "", "")],
    "workshop": [("food", "", "", "")],
}
NOTES = {
    "past_clean_up": (
        "Nineteen neighbors came. The pond path is free again.",
        "Vinieron diecinueve personas del barrio. El camino del estanque está libre de nuevo.",
    ),
    "past_listening": ("Most people want Sunday afternoons and later Thursdays.", "La mayoría quiere las tardes de domingo y los jueves hasta más tarde."),
    "past_board": ("Three residents spoke about late answers.", "Tres residentes hablaron de respuestas tardías."),
}
PROMISE = ("We try out Sunday hours from 1 to 5 p.m. for three months.", "Probamos el horario de domingo de 1 a 5 p. m. durante tres meses.")
STEP = ("The library has found staff for Sundays.", "La biblioteca encontró personal para los domingos.")
QUESTION = (
    ("Will the crossing at the school be part of it?", "¿Estará incluido el cruce de la escuela?"),
    ("Yes. The school crossing is on the list and is measured in December.", "Sí. El cruce de la escuela está en la lista y se mide en diciembre."),
)
HELPERS = (
    "Hand out rakes and gloves",
    "Repartir rastrillos y guantes",
    "Welcome people, hand out tools, and count the bags.",
    "Reciba a la gente, reparta herramientas y cuente las bolsas.",
)
