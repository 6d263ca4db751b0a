// A rigid part: the eye is the world's origin, so a part's place is a turn, a stretch and a shift.
in vec3 pos;
in vec3 normal;
in vec3 color;
in float shininess;
in float emissive;
in vec2 texpos;                  // how much of the sky the part itself hides, and the number of its matter
uniform mat4 clip_of_world;
uniform mat3 part_turn;
uniform vec3 part_place, part_size, part_tint;
out vec3 own_place;              // metres, on the part's axes
out vec3 place;                  // metres from the eye, TEME axes
out vec3 outward;
out vec3 tint;
out vec4 surface;                // roughness, metal, openness, glow
out vec4 relief;                 // of the matter's own bumps: height in metres, how often a metre, folds, glass

// Roughness, metal, height of the bumps in metres, bumps a metre.
const vec4 MATTER[10] = vec4[10](
    vec4(0.0, 0.0, 0.0, 1.0),             // paint: as rough as it is not shiny
    vec4(0.38, 0.9, 0.0, 1.0),            // bare metal
    vec4(0.36, 0.9, 0.011, 9.0),          // foil: crinkles
    vec4(0.92, 0.0, 0.0042, 13.0),        // cloth: soft folds
    vec4(0.06, 0.0, 0.0, 1.0),            // glass
    vec4(0.80, 0.0, 0.014, 11.0),         // char: flow and blisters
    vec4(0.70, 0.0, 0.020, 7.0),          // snow
    vec4(0.95, 0.0, 0.030, 5.0),          // needles, bark, grass
    vec4(0.60, 0.0, 0.0, 1.0),            // skin
    vec4(0.85, 0.0, 0.002, 90.0)          // rope
);

void main(void) {
    own_place = pos * part_size;
    place = part_turn * own_place + part_place;
    outward = part_turn * (normal / part_size);
    gl_Position = clip_of_world * vec4(place, 1.0);
    int number = int(texpos.y + 0.5);
    vec4 matter = MATTER[clamp(number, 0, 9)];
    float painted = mix(0.85, 0.25, clamp(1.3 * shininess, 0.0, 1.0));
    surface = vec4(number == 0 ? painted : matter.x, matter.y, 1.0 - texpos.x, emissive);
    relief = vec4(matter.zw, number == 2 ? 1.0 : 0.0, number == 4 ? 1.0 : 0.0);
    tint = color * part_tint;
}
